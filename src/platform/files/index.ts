export { type FileStore, fileStore } from './file-store.ts'
export { type KeptSettings, type KeptStore, keptStore } from './kept-store.ts'
export { type ZipEntry, zipOf } from './zip.ts'
