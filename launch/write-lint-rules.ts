// `npm run lint:rules`: writes .oxlintrc.json from architecture.ts.
import { writeFileSync } from 'node:fs'
import { lintRules } from './lint-rules.ts'

writeFileSync(new URL('../.oxlintrc.json', import.meta.url), `${JSON.stringify(lintRules(), null, 2)}\n`)
