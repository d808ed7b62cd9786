import type { ReactElement } from 'react'
import { computeTheme, type PageAssets } from '../index.ts'
import { buildAssets, renderPage, type StaticFile } from '../server/index.ts'
import { SampleHome } from './sample-home.tsx'
import { SampleParts } from './sample-parts.tsx'
import { SampleAnswers, SampleDone, SampleReading, SampleUnusual } from './sample-reading.tsx'

/** A gallery: pages by name, and the files that they load. */
export type Gallery = { readonly pages: ReadonlyMap<string, string>; readonly files: readonly StaticFile[] }

/** The blue of the demo utility. */
export const SAMPLE_BRAND = '#00599c'

/** Renders all sample pages in the colours of one brand; throws when the brand is refused. */
export function renderGallery(brand: string = SAMPLE_BRAND): Gallery {
  const verdict = computeTheme({ brand })
  if (!verdict.ok) throw new Error(`the brand colour ${brand} was refused: ${JSON.stringify(verdict)}`)
  const built = buildAssets(verdict.theme)
  const assets: PageAssets = {
    styles: { href: built.portalStyles.file.path },
    preloadFonts: built.preloadFonts,
    scripts: [built.portalScript.path],
    themeColour: built.themeColour,
  }
  const samples: Record<string, ReactElement> = {
    home: <SampleHome assets={assets} />,
    reading: <SampleReading assets={assets} />,
    'reading-wrong': <SampleReading assets={assets} wrong />,
    'reading-unusual': <SampleUnusual assets={assets} />,
    'reading-answers': <SampleAnswers assets={assets} />,
    'reading-done': <SampleDone assets={assets} />,
    parts: <SampleParts assets={assets} />,
  }
  return {
    pages: new Map(Object.entries(samples).map(([name, page]) => [name, renderPage(page)])),
    files: built.files,
  }
}
