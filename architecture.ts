/**
 * Who may call whom. One table; the lint rules (launch/lint.ts) and tests/tidy/borders.test.ts are made from it.
 *
 * A room is one folder with two front doors: `index.ts` (server) and `web.ts` (what a browser may load). A row may name
 * only rooms further down, so there are no circles; rooms of one row may not call each other: what joins two of them is
 * composed in `apps` or travels as a fact through the journal.
 */
export type Room = {
  /** Folder below src/, without slash at the end. */
  readonly folder: string
  /** Rooms whose doors may be imported. */
  readonly mayCall: readonly string[]
  /** True if every file of the room runs in a browser (only the web doors of platform may be called then). */
  readonly browserOnly?: boolean
}

const platformWeb = ['platform/money', 'platform/i18n', 'platform/calendar', 'platform/contract']

const platform = [
  'platform/contract',
  'platform/money',
  'platform/calendar',
  'platform/i18n',
  'platform/refusal',
  'platform/log',
  'platform/clock',
  'platform/config',
  'platform/sealing',
  'platform/database',
  'platform/files',
  'platform/mail',
  'platform/jobs',
  'platform/realtime',
  'platform/http',
]

/** From the ground up: each row stands on all rows before it. */
const companyGround = ['company/journal']
const companyFirst = ['company/tasks', 'company/exchange']
const companySecond = ['company/customers', 'company/products', 'company/identity']
const service = ['service/visits', 'service/letters', 'service/conversations', 'service/market']

const upTo = (...rows: readonly (readonly string[])[]): string[] => [...platform, ...rows.flat()]

export const rooms: readonly Room[] = [
  // Inside platform each room may use those before it in the list above.
  ...platform.map((folder, index) => ({ folder, mayCall: platform.slice(0, index) })),
  { folder: 'ui', mayCall: platformWeb, browserOnly: true },
  { folder: 'routing', mayCall: [] },
  ...companyGround.map((folder) => ({ folder, mayCall: upTo() })),
  ...companyFirst.map((folder) => ({ folder, mayCall: [...upTo(companyGround), 'ui'] })),
  ...companySecond.map((folder) => ({ folder, mayCall: [...upTo(companyGround, companyFirst), 'ui'] })),
  { folder: 'company/steering', mayCall: [...upTo(companyGround), 'company/identity', 'ui'] },
  ...service.map((folder) => ({
    folder,
    mayCall: [
      ...upTo(companyGround, companyFirst, companySecond),
      'ui',
      ...(folder === 'service/visits' ? ['routing'] : []),
    ],
  })),
  { folder: 'journey/staying', mayCall: [...upTo(companyGround, companyFirst, companySecond, service), 'ui'] },
  {
    folder: 'journey/paying',
    mayCall: [...upTo(companyGround, companyFirst, companySecond, service), 'journey/staying', 'ui'],
  },
  ...['journey/joining', 'journey/leaving'].map((folder) => ({
    folder,
    mayCall: [...upTo(companyGround, companyFirst, companySecond, service), 'journey/staying', 'journey/paying', 'ui'],
  })),
]

/** `apps`, `house.ts` and `main.ts` compose the rooms: they may import every door and nothing imports them. */
export const composers = ['apps', 'house.ts', 'main.ts'] as const

/** Names that say nothing. A file, folder or exported identifier must not be called so. */
export const bannedNames = [
  'utils',
  'util',
  'helpers',
  'helper',
  'common',
  'misc',
  'manager',
  'base',
  'data',
  'info',
  'process',
  'handle',
]

/** Longest file and function, in lines. Exceptions with their reason stand in tests/tidy/sizes.test.ts. */
export const sizes = { fileLinesMax: 400, functionLinesMax: 60 } as const
