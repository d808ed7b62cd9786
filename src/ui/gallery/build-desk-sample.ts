import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { buildAssets, type StaticFile } from '../server/index.ts'
import { computeTheme } from '../index.ts'
import { SAMPLE_BRAND } from './gallery.tsx'

/** The desk's sample page: its HTML for one nonce, and the files it loads. */
export type DeskSample = { readonly html: (nonce: string) => string; readonly files: readonly StaticFile[] }

const SCRIPT = '/assets/sample-desk.js'

/** Builds the sample as Vite builds the real apps: minified, for browsers. Takes a few seconds. */
export async function buildDeskSample(): Promise<DeskSample> {
  const verdict = computeTheme({ brand: SAMPLE_BRAND })
  if (!verdict.ok) throw new Error('the sample colour was refused')
  const assets = buildAssets(verdict.theme)
  const result = await build({
    configFile: false,
    logLevel: 'error',
    // Vite asks NODE_ENV, which is "test" in tests; what is opened here is what production serves.
    oxc: { jsx: { runtime: 'automatic', development: false } },
    root: fileURLToPath(new URL('.', import.meta.url)),
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      rolldownOptions: {
        input: fileURLToPath(new URL('./browser/sample-desk.tsx', import.meta.url)),
        output: { codeSplitting: false },
      },
    },
  })
  const [bundle] = [result].flat()
  if (!bundle || !('output' in bundle)) throw new Error('Vite built nothing')
  const script: StaticFile = {
    path: SCRIPT,
    contentType: 'text/javascript; charset=utf-8',
    body: Buffer.from(bundle.output[0].code),
  }
  return { files: [...assets.files, script], html: (nonce) => page(assets.deskStyles.file.path, nonce) }
}

/** What the shell of a staff app looks like to the browser: the meta element is how react-aria learns the nonce. */
function page(styles: string, nonce: string): string {
  return `<!doctype html><html lang="de"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Vorgänge – Stadtwerke Musterstadt</title><meta property="csp-nonce" nonce="${nonce}">
<link rel="stylesheet" href="${styles}"><script type="module" src="${SCRIPT}"></script></head><body><div id="root"></div></body></html>`
}
