import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { transformSync } from 'rolldown/utils'
import { type FontPaths, themeCss } from '../tokens/css.ts'
import type { Theme } from '../tokens/theme.ts'

/** A file that is served for a year, because its name carries the hash of its content. */
export type StaticFile = {
  /** Absolute path below the site's root. */
  readonly path: string
  readonly contentType: string
  readonly body: Buffer
}

/** A style sheet: as a file, and as text with the source expression that a CSP needs to allow it inline. */
export type StyleSheet = { readonly file: StaticFile; readonly text: string; readonly cspSource: string }

/** All that pages load from the design system, in one utility's colours. */
export type UiAssets = {
  readonly files: readonly StaticFile[]
  readonly portalStyles: StyleSheet
  readonly deskStyles: StyleSheet
  readonly portalScript: StaticFile
  /** The font's latin part: preload it, every page uses it. */
  readonly preloadFonts: readonly string[]
  readonly themeColour: { readonly light: string; readonly dark: string }
}

const require = createRequire(import.meta.url)
const FONT_FILES = '@fontsource-variable/source-sans-3/files/source-sans-3'

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8')
}

function hashed(root: string, name: string, extension: string, contentType: string, body: Buffer): StaticFile {
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 12)
  return { path: `${root}/${name}-${hash}.${extension}`, contentType, body }
}

/** Takes out comments and the white space around punctuation; strings in our style sheets hold neither. */
export function tightenCss(css: string): string {
  return css
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([{};,]) ?/g, '$1')
    .replaceAll(/;}/g, '}')
    .trim()
}

function styleSheet(root: string, name: string, parts: readonly string[]): StyleSheet {
  const text = tightenCss(parts.join('\n'))
  const digest = createHash('sha256').update(text).digest('base64')
  return {
    file: hashed(root, name, 'css', 'text/css; charset=utf-8', Buffer.from(text)),
    text,
    cspSource: `'sha256-${digest}'`,
  }
}

function loadFont(root: string, part: 'latin' | 'latin-ext'): StaticFile {
  const body = readFileSync(require.resolve(`${FONT_FILES}-${part}-wght-normal.woff2`))
  return hashed(root, `source-sans-3-${part}`, 'woff2', 'font/woff2', body)
}

const SHARED_CSS = ['base', 'forms', 'content', 'charts'] as const

/**
 * Builds style sheets, font and script once at start. `root` is the path they are served under, without a slash at the
 * end. Reads files of the project and of the font's package; throws when one is missing.
 */
export function buildAssets(theme: Theme, root = '/assets/ui'): UiAssets {
  const latin = loadFont(root, 'latin')
  const latinExt = loadFont(root, 'latin-ext')
  const fonts: FontPaths = { latin: latin.path, latinExt: latinExt.path }
  const ground = [themeCss(theme, fonts), ...SHARED_CSS.map((name) => read(`../css/${name}.css`))]
  const portalStyles = styleSheet(root, 'portal', [...ground, read('../css/shell.css'), read('../css/print.css')])
  const deskStyles = styleSheet(root, 'desk', [...ground, read('../css/desk.css')])
  const script = Buffer.from(transformSync('portal.ts', read('../browser/portal.ts')).code)
  const portalScript = hashed(root, 'portal', 'js', 'text/javascript; charset=utf-8', script)
  return {
    files: [portalStyles.file, deskStyles.file, portalScript, latin, latinExt],
    portalStyles,
    deskStyles,
    portalScript,
    preloadFonts: [latin.path],
    themeColour: { light: theme.light.surface, dark: theme.dark.surface },
  }
}
