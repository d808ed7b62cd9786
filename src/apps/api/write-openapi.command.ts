import { writeFileSync } from 'node:fs'
import { routes } from '../../house.ts'
import { openApi } from './openapi.ts'

writeFileSync(new URL('../../../openapi.json', import.meta.url), `${JSON.stringify(openApi(routes), null, 2)}\n`)
