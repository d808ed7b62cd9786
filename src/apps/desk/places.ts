/**
 * Addresses of the desk that open in the browser. The server serves the same page for each of them and the app decides by
 * the address; what is not in this list does not exist (404), for the server and for the app.
 */
export const deskPlaces = {
  start: '/desk',
  basket: '/desk/vorgaenge',
  task: '/desk/vorgaenge/:id',
  team: '/desk/team',
  outages: '/desk/stoerungen',
  contactFigures: '/desk/kontakt-kennzahlen',
  taskKinds: '/desk/vorgangsarten',
  customer: '/desk/kunden/:id',
  customerData: '/desk/kunden/:id/daten',
  changeName: '/desk/kunden/:id/name',
  changeAddress: '/desk/kunden/:id/anschrift',
  changeBank: '/desk/kunden/:id/zahlungsweg',
  changeChannels: '/desk/kunden/:id/erreichbarkeit',
  changeConsents: '/desk/kunden/:id/einwilligungen',
  changeWishes: '/desk/kunden/:id/wuensche',
  announceMove: '/desk/kunden/:id/umzug',
  holds: '/desk/kunden/:id/aufbewahrung',
  death: '/desk/kunden/:id/todesfall',
  powers: '/desk/kunden/:id/vollmachten',
  jobs: '/desk/auftraege',
  connections: '/desk/anschluesse',
  audit: '/desk/protokoll',
  letterRetention: '/desk/brieffristen',
  letterArchive: '/desk/briefarchiv',
  duplicates: '/desk/dubletten',
  accounts: '/desk/zugaenge',
  machines: '/desk/maschinen',
  clients: '/desk/schnittstellen',
  client: '/desk/schnittstellen/:id',
  undelivered: '/desk/nicht-zugestellt',
  signedInAgain: '/desk/wieder-angemeldet',
} as const
export type DeskPlace = keyof typeof deskPlaces
