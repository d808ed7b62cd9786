// Lets Node load .tsx, which it does not do by itself: types and JSX are removed as the file is loaded, with the
// compiler that Vite brings. Plain .ts is left to Node's own type stripping. Used by `--import ./launch/tsx-hook.mjs`.
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'
import { transformSync } from 'rolldown/utils'

/** @type {import('rolldown/utils').TransformOptions} */
const options = {
  jsx: { runtime: 'automatic', development: process.env.NODE_ENV !== 'production' },
  typescript: { onlyRemoveTypeImports: true },
  sourcemap: true,
}

registerHooks({
  load(url, context, nextLoad) {
    if (!url.startsWith('file:') || !/\.tsx(\?|$)/.test(url)) return nextLoad(url, context)
    const path = fileURLToPath(url)
    const result = transformSync(path, readFileSync(path, 'utf8'), options)
    if (result.errors.length > 0) throw new SyntaxError(result.errors.map((error) => error.message).join('\n'))
    const map = Buffer.from(JSON.stringify(result.map)).toString('base64')
    const source = `${result.code}\n//# sourceMappingURL=data:application/json;base64,${map}`
    return { format: 'module', shortCircuit: true, source }
  },
})
