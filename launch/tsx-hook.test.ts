import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

function runWithHook(program: string) {
  const options = ['--enable-source-maps', '--import', join(import.meta.dirname, 'tsx-hook.mjs'), '--input-type=module']
  return spawnSync(process.execPath, [...options, '-e', program], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production' },
  })
}

const imports = `import { renderToStaticMarkup } from 'react-dom/server'
  import { createElement } from 'react'
  import { FailsInLine10, Paragraph } from './planted/fails.tsx';`

test('Node loads .tsx and renders it', () => {
  const { stdout, stderr } = runWithHook(
    `${imports} console.log(renderToStaticMarkup(createElement(Paragraph, {}, 'Hallo')))`,
  )
  expect(stderr).toBe('')
  expect(stdout).toBe('<p>Hallo</p>\n')
})

test('a stack trace names the line in the source', () => {
  const { stderr } = runWithHook(`${imports} renderToStaticMarkup(createElement(FailsInLine10))`)
  expect(stderr).toContain('fails.tsx:10:9')
})
