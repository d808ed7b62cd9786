import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { computeTheme } from '../tokens/theme.ts'
import { buildAssets, tightenCss } from './assets.ts'

const verdict = computeTheme({ brand: '#00599c' })
if (!verdict.ok) throw new Error('the sample colour was refused')
const assets = buildAssets(verdict.theme)

describe('assets of the design system', () => {
  it('carry the hash of their content in their names, so a changed file has a changed address', () => {
    const other = computeTheme({ brand: '#0b6b3a' })
    if (!other.ok) throw new Error('the sample colour was refused')
    expect(buildAssets(other.theme).portalStyles.file.path).not.toBe(assets.portalStyles.file.path)
    expect(buildAssets(verdict.theme).files.map((file) => file.path)).toEqual(assets.files.map((file) => file.path))
  })

  it('name the inline style sheet by the hash that a browser computes', () => {
    const digest = createHash('sha256').update(assets.portalStyles.text).digest('base64')
    expect(assets.portalStyles.cspSource).toBe(`'sha256-${digest}'`)
  })

  it('load the font from where it is served, and at most 60 KB of it for German and English', () => {
    const [latin] = assets.preloadFonts
    expect(assets.portalStyles.text).toContain(`url(${latin})`)
    expect(assets.files.find((file) => file.path === latin)?.body.length).toBeLessThan(60_000)
  })

  it('hold every colour that the style sheets use', () => {
    for (const { text } of [assets.portalStyles, assets.deskStyles]) {
      const used = new Set([...text.matchAll(/var\((--[a-z0-9-]+)\)/g)].map((match) => match[1]))
      const set = new Set([...text.matchAll(/(--[a-z0-9-]+):/g)].map((match) => match[1]))
      expect([...used].filter((name) => !set.has(name))).toEqual([])
    }
  })

  it('send a script without types', () => {
    const script = assets.portalScript.body.toString()
    expect(script).not.toMatch(/<HTML\w+>/)
    expect(script.length).toBeLessThan(4_000)
  })
})

describe('tightened CSS', () => {
  it.each([
    ['a { color: red; }\n\nb { margin: 0 1px; }', 'a{color: red}b{margin: 0 1px}'],
    ['/* why */ a::before { content: ""; }', 'a::before{content: ""}'],
    ['@media (min-width: 40em) and (x) { a > b { c: d; } }', '@media (min-width: 40em) and (x){a > b{c: d}}'],
  ])('of %j', (css, tight) => {
    expect(tightenCss(css)).toBe(tight)
  })
})
