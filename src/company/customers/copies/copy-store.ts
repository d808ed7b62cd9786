import { join } from 'node:path'
import { type FileStore, fileStore } from '#platform/files'

/** Where copies lie until they end: a folder of their own, so that nobody else's upkeep takes them for forgotten. */
export const copyStore = (filesFolder: string): FileStore => fileStore(join(filesFolder, 'copies'))
