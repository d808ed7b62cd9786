import { defineConfig, type Plugin } from 'vite'

/** react-aria brings its hints for screen readers in 34 languages; ours are German and English. Saves 47 KiB gzipped. */
const onlyOurLanguages: Plugin = {
  name: 'only-our-languages',
  load: {
    filter: { id: /\/react-(aria|stately)\/dist\/.*\/intl\/.*\/(?!de-DE|en-US)[a-z]{2}-[A-Z]{2}\.m?js$/ },
    handler: () => 'export default {}',
  },
}

/**
 * What browsers load of the staff apps: one entry each. The server reads the manifest and serves the files under `base`, with
 * names that carry a hash of their content (src/apps/built). The style sheet of the design system is not built here,
 * because its colours are the utility's and known only when the program starts.
 */
export default defineConfig({
  base: '/assets/apps/',
  publicDir: false,
  plugins: [onlyOurLanguages],
  // Vite asks NODE_ENV, which is "test" where tests build; what they open is what production serves.
  oxc: { jsx: { runtime: 'automatic', development: false } },
  define: { 'process.env.NODE_ENV': '"production"' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    manifest: true,
    // Browsers of the last two years; what they lack is not sent to all others.
    target: 'es2024',
    assetsDir: '',
    modulePreload: { polyfill: false },
    // Fonts and images are never inlined: the policy allows data: for images only, and a cached file is cheaper.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: {
        desk: 'src/apps/desk/client/main.tsx',
        danger: 'src/journey/staying/outages/browser/danger.ts',
        passkey: 'src/company/identity/passkeys/browser/passkey.ts',
      },
    },
  },
})
