import { join } from 'node:path'
import { type FileStore, fileStore } from '#platform/files'

/** Folder of the letters' files below the one of all files. */
const LETTERS_FOLDER = 'letters'

/** The archive: files by content, read-only from the moment they are there. */
export const letterArchive = (files: string): FileStore => fileStore(join(files, LETTERS_FOLDER), 0o444)
