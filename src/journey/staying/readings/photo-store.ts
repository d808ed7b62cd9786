import { join } from 'node:path'
import { type FileStore, fileStore } from '#platform/files'

/** Photos of meters have a folder of their own below KW_FILES: what lies there and is named by no row of ours is nobody's. */
export const photoStore = (filesFolder: string): FileStore => fileStore(join(filesFolder, 'photos'))
