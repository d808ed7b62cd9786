/** Door of the design system for the web server: files to serve, and pages to HTML. */
export { buildAssets, type StaticFile, type StyleSheet, type UiAssets } from './assets.ts'
export { frameGaps, frameOf, renderPage } from './render-page.ts'
