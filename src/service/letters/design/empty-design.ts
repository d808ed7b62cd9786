import type { DesignBody } from './design.contract.ts'

/** What a new kind begins with: one paragraph, so that there is something to see. */
export const emptyDesign = (titles: { readonly titleDe: string; readonly titleEn: string }): DesignBody => ({
  parameters: [],
  title: { de: titles.titleDe.replaceAll(/[{}]/g, ''), en: titles.titleEn.replaceAll(/[{}]/g, '') },
  details: [],
  actionDueOn: null,
  forAgents: true,
  forRuns: true,
  modules: [
    {
      code: 'first-words',
      version: 1,
      name: 'Erster Baustein',
      when: [],
      blocks: [
        {
          kind: 'paragraph',
          text: { de: 'hier beginnt Ihr Text.', du: 'hier beginnt Dein Text.', en: 'your text begins here.' },
        },
      ],
    },
  ],
})
