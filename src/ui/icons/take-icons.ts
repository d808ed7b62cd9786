/**
 * Writes `icons.generated.ts` from the open set Lucide (ISC licence), taking only the icons that are named here.
 * Run it after adding a name: `node src/ui/icons/take-icons.ts`.
 */
import { createRequire } from 'node:module'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Our word for what it means, on the left; Lucide's word for what it shows, on the right. */
const TAKEN = {
  home: 'house',
  power: 'zap',
  gas: 'flame',
  water: 'droplet',
  heat: 'heater',
  temperature: 'thermometer',
  reading: 'gauge',
  bill: 'receipt-euro',
  letter: 'file-text',
  mail: 'mail',
  message: 'message-circle',
  phone: 'phone',
  warning: 'triangle-alert',
  danger: 'circle-alert',
  note: 'info',
  success: 'circle-check',
  failed: 'circle-x',
  check: 'check',
  close: 'x',
  next: 'chevron-right',
  previous: 'chevron-left',
  expand: 'chevron-down',
  back: 'arrow-left',
  forward: 'arrow-right',
  external: 'external-link',
  download: 'download',
  upload: 'upload',
  camera: 'camera',
  calendar: 'calendar-days',
  clock: 'clock',
  person: 'user',
  people: 'users',
  settings: 'settings',
  leave: 'log-out',
  enter: 'log-in',
  menu: 'menu',
  search: 'search',
  add: 'plus',
  less: 'minus',
  edit: 'pencil',
  copy: 'copy',
  print: 'printer',
  visit: 'wrench',
  travel: 'truck',
  place: 'map-pin',
  money: 'euro',
  bank: 'landmark',
  card: 'credit-card',
  up: 'trending-up',
  down: 'trending-down',
  language: 'languages',
  bell: 'bell',
  lock: 'lock',
  key: 'key-round',
  passkey: 'fingerprint-pattern',
  eye: 'eye',
  help: 'circle-question-mark',
  sortUp: 'arrow-up',
  sortDown: 'arrow-down',
  sortable: 'arrow-up-down',
  more: 'ellipsis',
  command: 'command',
  inbox: 'inbox',
  tasks: 'list-checks',
  joining: 'door-open',
  move: 'package-open',
  outage: 'plug-zap',
  sun: 'sun',
  refresh: 'refresh-cw',
  undo: 'undo-2',
  send: 'send',
  attachment: 'paperclip',
  image: 'image',
  chart: 'chart-column',
  curve: 'chart-line',
  done: 'circle-dot',
  waiting: 'hourglass',
  locked: 'ban',
  keyboard: 'keyboard',
} as const

type Node = readonly [tag: string, attributes: Readonly<Record<string, string>>]

function draw(nodes: readonly Node[]): string {
  return nodes
    .map(([tag, attributes]) => {
      const written = Object.entries(attributes)
        .filter(([name]) => name !== 'key')
        .map(([name, value]) => `${name}="${value}"`)
      return `<${tag} ${written.join(' ')}/>`
    })
    .join('')
}

const source = createRequire(import.meta.url).resolve('lucide-static/icon-nodes.json')
const all = JSON.parse(readFileSync(source, 'utf8')) as Record<string, readonly Node[]>
const lines = Object.entries(TAKEN).map(([ours, theirs]) => {
  const nodes = all[theirs]
  if (!nodes) throw new Error(`Lucide has no icon ${theirs}`)
  return `  ${ours}: '${draw(nodes)}',`
})
const target = fileURLToPath(new URL('./icons.generated.ts', import.meta.url))
writeFileSync(
  target,
  `// Written by take-icons.ts from Lucide (https://lucide.dev), ISC License, Copyright (c) Lucide Icons and Contributors;
// parts from Feather, MIT License, Copyright (c) 2013-present Cole Bemis. The licence text is in LICENSE.txt beside this file.

/** The inside of each icon's SVG, drawn on a 24 by 24 grid. */
export const ICONS = {
${lines.join('\n')}
} as const satisfies Record<string, string>
`,
)
