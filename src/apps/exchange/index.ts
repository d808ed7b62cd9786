export { exchangeFiles } from './files.ts'
export { fillFromFolder } from './fill-from-folder.ts'
