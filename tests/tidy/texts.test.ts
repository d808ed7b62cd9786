import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compileMessage } from '@lingui/message-utils/compileMessage'
import { expect, test } from 'vitest'

const source = join(import.meta.dirname, '../../src')
const germanFiles = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.de.json'),
)
const read = (file: string): Record<string, string> => JSON.parse(readFileSync(join(source, file), 'utf8'))

/** Names of the values that a message takes; plural branches hold text that is not a name. */
const valuesOf = (message: string): string[] =>
  [...new Set([...message.matchAll(/\{(\w+)(?=[,}])/g)].map((match) => match[1] as string))].sort()

test.each(germanFiles)('%s is complete in English, with the same values', (file) => {
  const german = read(file)
  const english = read(file.replace(/\.de\.json$/, '.en.json'))
  expect(Object.keys(english).sort()).toEqual(Object.keys(german).sort())
  for (const [key, message] of Object.entries(german)) {
    const own = valuesOf(message).filter((name) => !/^(one|other)$/.test(name))
    const other = valuesOf(english[key] ?? '').filter((name) => !/^(one|other)$/.test(name))
    // A branch such as {eine Sekunde} looks like a value of one word in one language only.
    const german1 = own.filter((name) => other.includes(name) || !message.includes('plural'))
    expect(
      other.filter((name) => own.includes(name) || !(english[key] ?? '').includes('plural')),
      key,
    ).toEqual(german1)
    compileMessage(message)
    compileMessage(english[key] ?? '')
    expect(message.trim(), key).not.toBe('')
  }
})

test('pages say "Sie" and do not shout', () => {
  const loud = germanFiles.flatMap((file) =>
    Object.entries(read(file))
      .filter(([, message]) => /!(\s|$)/.test(message))
      .map(([key]) => `${file}: ${key}`),
  )
  expect(loud).toEqual([])
})
