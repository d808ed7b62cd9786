export { exchangeFiles } from './files.ts'
export { fillFromFolder } from './fill-from-folder.ts'
export { convertBo4e } from './bo4e/convert-folder.ts'
