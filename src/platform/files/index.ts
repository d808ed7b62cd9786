export { type FileStore, fileStore } from './file-store.ts'
export { type ZipEntry, zipOf } from './zip.ts'
