import { type KeptSettings, type KeptStore, keptStore } from '#platform/files'

/** Files by content that are never changed: a folder below KW_FILES, or a bucket with object lock. */
export type LetterArchive = KeptStore

/** The archive as the settings place it. */
export const letterArchive = (settings: KeptSettings): LetterArchive => keptStore(settings)
