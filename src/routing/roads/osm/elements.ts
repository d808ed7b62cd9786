export type OsmTags = ReadonlyMap<string, string>

export const noTags: OsmTags = new Map()

export interface OsmMember {
  readonly type: 'node' | 'way' | 'relation'
  readonly ref: number
  readonly role: string
}

/**
 * Receives what a reader finds, in file order. What is left out is skipped without being decoded, which is most of a
 * planet file: nine of ten ways are buildings.
 */
export interface OsmSink {
  /** Coordinates in units of 1e-7 degrees. */
  node?(id: number, latE7: number, lonE7: number, tags: OsmTags): void
  way?(id: number, refs: readonly number[], tags: OsmTags): void
  relation?(id: number, members: readonly OsmMember[], tags: OsmTags): void
  /** Only ways and relations with one of these keys are handed over; all where it is missing. */
  readonly keys?: readonly string[]
}

/** OSM allows 2,000 nodes in a way; older extracts have some more. Beyond this the file is broken or hostile. */
export const wayNodesMax = 100_000
/** OSM allows 32,000 members in a relation. */
export const relationMembersMax = 200_000
