import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { RoadsRefusal } from '../refusal.ts'
import { block, blob, deltas, field, header, joinBytes, zigzag } from '../testing/pbf-writer.ts'
import type { OsmSink } from './elements.ts'
import { readPbf } from './pbf.ts'
import { readXml } from './xml.ts'

const folder = mkdtempSync(join(tmpdir(), 'roads-readers-'))
afterAll(() => rmSync(folder, { recursive: true }))
let files = 0

function fileOf(bytes: Uint8Array | string, ending: string): string {
  const path = join(folder, `${++files}${ending}`)
  writeFileSync(path, bytes)
  return path
}

function recorder(keys?: readonly string[]): { seen: unknown[]; sink: OsmSink } {
  const seen: unknown[] = []
  const sink: OsmSink = {
    ...(keys ? { keys } : {}),
    node: (id, lat, lon, tags) => seen.push(['node', id, lat, lon, Object.fromEntries(tags)]),
    way: (id, refs, tags) => seen.push(['way', id, [...refs], Object.fromEntries(tags)]),
    relation: (id, members, tags) =>
      seen.push([
        'relation',
        id,
        members.map(({ type, ref, role }) => [type, ref, role].join(' ')),
        Object.fromEntries(tags),
      ]),
  }
  return { seen, sink }
}

const expected = [
  ['node', 5_000_000_000, 499_500_001, 115_700_000, { highway: 'traffic_signals' }],
  ['node', 5_000_000_007, 499_501_000, 115_699_000, {}],
  ['node', 5_000_000_009, -1, -5, { barrier: 'gate' }],
  ['way', 17, [5_000_000_000, 5_000_000_007, 5_000_000_000], { highway: 'residential', name: 'Käthe & „Co“' }],
  [
    'relation',
    3,
    ['way 17 from', 'node 5000000007 via', 'way 17 to'],
    { type: 'restriction', restriction: 'no_u_turn' },
  ],
]

const texts = [
  '',
  'highway',
  'traffic_signals',
  'barrier',
  'gate',
  'residential',
  'name',
  'Käthe & „Co“',
  'from',
  'via',
  'to',
  'type',
  'restriction',
  'no_u_turn',
]
const dense = field.bytes(2, [
  ...field.packed(1, deltas([5_000_000_000, 5_000_000_007, 5_000_000_009])),
  ...field.packed(8, deltas([499_500_001, 499_501_000, -1])),
  ...field.packed(9, deltas([115_700_000, 115_699_000, -5])),
  ...field.packed(10, [1, 2, 0, 0, 3, 4, 0]),
])
const way = field.bytes(3, [
  ...field.varint(1, 17),
  ...field.packed(2, [1, 6]),
  ...field.packed(3, [5, 7]),
  ...field.packed(8, deltas([5_000_000_000, 5_000_000_007, 5_000_000_000])),
])
const relation = field.bytes(4, [
  ...field.varint(1, 3),
  ...field.packed(2, [11, 12]),
  ...field.packed(3, [12, 13]),
  ...field.packed(8, [8, 9, 10]),
  ...field.packed(9, deltas([17, 5_000_000_007, 17])),
  ...field.packed(10, [1, 0, 1]),
])
const pbf = joinBytes([header(), block(texts, dense), block(texts, [...way, ...relation], 'raw')])

const xml = `<?xml version="1.0"?>
<!-- a comment with <node id="1"> in it -->
<osm version="0.6"><bounds minlat="49"/>
 <node id="5000000000" lat="49.9500001" lon="11.57"><tag k="highway" v="traffic_signals"/></node>
 <node id='5000000007' lat='49.9501' lon='11.5699' user="a > b"/>
 <node id="5000000009" lat="-0.0000001" lon="-0.0000005"><tag k="barrier" v="gate"/></node>
 <way id="17"><nd ref="5000000000"/><nd ref="5000000007"/><nd ref="5000000000"/>
  <tag k="highway" v="residential"/><tag k="name" v="K&#228;the &amp; &#x201e;Co“"/></way>
 <relation id="3"><member type="way" ref="17" role="from"/><member type="node" ref="5000000007" role="via"/>
  <member type="way" ref="17" role="to"/><tag k="type" v="restriction"/><tag k="restriction" v="no_u_turn"/></relation>
</osm>`

describe('both readers', () => {
  test('PBF: dense nodes, ways and relations, packed and unpacked', () => {
    const { seen, sink } = recorder()
    readPbf(fileOf(pbf, '.osm.pbf'), sink)
    expect(seen).toEqual(expected)
  })

  test('PBF: single nodes, granularity and offsets', () => {
    const node = field.bytes(1, [
      ...field.varint(1, zigzag(4)),
      ...field.varint(8, zigzag(-3)),
      ...field.varint(9, zigzag(7)),
    ])
    const minusTenThousand = [0xf0, 0xb1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]
    const content = [
      ...field.bytes(1, field.text(1, '')),
      ...field.bytes(2, node),
      ...field.varint(17, 1000),
      0x98,
      0x01,
      ...minusTenThousand,
    ]
    const { seen, sink } = recorder()
    readPbf(fileOf(joinBytes([header(), blob('OSMData', content)]), '.pbf'), sink)
    // (-10,000 + 1,000 x -3) / 100 = -130 and 1,000 x 7 / 100 = 70
    expect(seen).toEqual([['node', 4, -130, 70, {}]])
  })

  test.each(['.osm', '.osm.gz'])('XML: the same from %s', async (ending) => {
    const { seen, sink } = recorder()
    await readXml(fileOf(ending === '.osm' ? xml : gzipSync(xml), ending), sink)
    expect(seen).toEqual(expected)
  })

  test('what has none of the wanted keys is not handed over', async () => {
    for (const keys of [['route'], ['highway']]) {
      const fromPbf = recorder(keys)
      readPbf(fileOf(pbf, '.osm.pbf'), fromPbf.sink)
      const fromXml = recorder(keys)
      await readXml(fileOf(xml, '.osm'), fromXml.sink)
      expect(fromPbf.seen).toEqual(fromXml.seen)
      expect(fromPbf.seen.filter((element) => Array.isArray(element) && element[0] === 'way')).toHaveLength(
        keys[0] === 'highway' ? 1 : 0,
      )
    }
  })
})

function refusalOf(read: () => void): string {
  try {
    read()
  } catch (cause) {
    if (cause instanceof RoadsRefusal) return cause.code
    throw cause
  }
  return 'read'
}

describe('broken PBF files', () => {
  test('cut off anywhere but between two blobs, the file is refused', () => {
    const ends = new Set([0, header().length, pbf.length])
    for (let length = 1; length < pbf.length; length++) {
      if (ends.has(length) || length === header().length + block(texts, dense).length) continue
      expect(refusalOf(() => readPbf(fileOf(pbf.slice(0, length), '.pbf'), recorder().sink))).toMatch(/^file-/)
    }
    expect(refusalOf(() => readPbf(fileOf(new Uint8Array(0), '.pbf'), recorder().sink))).toBe('file-cut-off')
  })

  test('whatever bytes are changed, it is read or refused, never anything else', () => {
    const raw = joinBytes([header(), block(texts, dense, 'raw'), block(texts, [...way, ...relation], 'raw')])
    const change = fc.tuple(fc.nat(raw.length - 1), fc.nat(255))
    const path = fileOf(raw, '.pbf')
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        const bytes = raw.slice()
        for (const [place, value] of changes) bytes[place] = value
        writeFileSync(path, bytes)
        expect(refusalOf(() => readPbf(path, recorder().sink))).toMatch(/^file-|^read$/)
      }),
      { numRuns: 1500 },
    )
  })

  test.each([
    [
      'a blob that unpacks to more than 32 MiB',
      blob('OSMData', [...new Uint8Array(33 * 1024 * 1024)]),
      'file-malformed',
    ],
    ['a feature that is not known', header('HistoricalInformation'), 'file-unsupported'],
    [
      'a blob said to be larger than 32 MiB',
      Uint8Array.from([0, 0, 0, 13, ...field.text(1, 'OSMData'), ...field.varint(3, 2 ** 30)]).slice(0, 18),
      'file-',
    ],
    ['a packing that is not supported', blobOf(field.bytes(4, [1, 2, 3])), 'file-unsupported'],
    ['text instead of a file', new TextEncoder().encode('<html>not found</html>'), 'file-malformed'],
  ])('%s is refused', (_, bytes, code) => {
    expect(refusalOf(() => readPbf(fileOf(joinParts(bytes), '.pbf'), recorder().sink))).toContain(code)
  })

  function blobOf(body: readonly number[]): Uint8Array {
    const head = [...field.text(1, 'OSMData'), ...field.varint(3, body.length)]
    return Uint8Array.from([0, 0, 0, head.length, ...head, ...body])
  }
  function joinParts(bytes: Uint8Array): Uint8Array {
    const start = header()
    const whole = new Uint8Array(start.length + bytes.length)
    whole.set(start)
    whole.set(bytes, start.length)
    return whole
  }
})

async function xmlRefusal(bytes: Uint8Array | string, ending = '.osm'): Promise<string> {
  try {
    await readXml(fileOf(bytes, ending), recorder().sink)
  } catch (cause) {
    if (cause instanceof RoadsRefusal) return cause.code
    throw cause
  }
  return 'read'
}

describe('broken XML files', () => {
  test.each([
    ['empty', '', 'file-malformed'],
    ['not OSM', '<html><body/></html>', 'file-malformed'],
    ['cut off', xml.slice(0, xml.length - 20), 'file-cut-off'],
    ['with a document type, which can hold a bomb', `<!DOCTYPE osm [<!ENTITY a "b">]>${xml}`, 'file-unsupported'],
    ['with an endless tag', `<osm><node id="1" ${'x'.repeat(200_000)}`, 'file-malformed'],
    ['with a node outside the world', '<osm><node id="1" lat="91" lon="0"/></osm>', 'file-malformed'],
    ['with a node without number', '<osm><node lat="1" lon="0"/></osm>', 'file-malformed'],
    ['with a strange member', '<osm><relation id="1"><member type="star" ref="1"/></relation></osm>', 'file-malformed'],
  ])('%s: refused', async (_, text, code) => {
    expect(await xmlRefusal(text)).toBe(code)
  })

  test('a tag without end of its names takes no longer than any other', async () => {
    const started = performance.now()
    expect(await xmlRefusal(`<osm>${`<node id="1" ${'x'.repeat(60_000)}/>`.repeat(50)}</osm>`)).toBe('file-malformed')
    expect(await xmlRefusal(`<osm>${`<way id="1" ${'x'.repeat(60_000)}/>`.repeat(50)}</osm>`)).toBe('read')
    expect(performance.now() - started).toBeLessThan(5_000)
  })

  test('a packed file that is cut off or damaged is refused', async () => {
    const packed = gzipSync(xml.repeat(1))
    expect(await xmlRefusal(packed.subarray(0, packed.length - 30), '.osm.gz')).toBe('file-cut-off')
    expect(await xmlRefusal(new TextEncoder().encode(xml), '.osm.gz')).toBe('file-malformed')
    await expect(readXml(join(folder, 'nowhere.osm'), recorder().sink)).rejects.toThrow(RoadsRefusal)
  })

  test('whatever characters are changed, it is read or refused, never anything else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(xml.length - 1), fc.string({ maxLength: 4 }), async (place, text) => {
        expect(await xmlRefusal(xml.slice(0, place) + text + xml.slice(place + text.length))).toMatch(/^file-|^read$/)
      }),
      { numRuns: 150 },
    )
  })
})
