/**
 * The known customers of the demo: their numbers never change, whatever seed, size or day. Each of them has a reading to
 * hand in today.
 */
export interface KnownCustomer {
  readonly key: string
  readonly customerNumber: string
  /** Of the person who signed, or of the company. */
  readonly name: string
  readonly email?: string
  /** Meters that hang there now (of the property firm: those of its first house). */
  readonly meterNumbers: readonly [string, ...string[]]
  /** What this customer is there to show. */
  readonly shows: string
}

export const KNOWN_CUSTOMERS = [
  {
    key: 'family',
    customerNumber: '10000001',
    name: 'Elif Yılmaz-Becker',
    email: 'elif.yilmaz-becker@post.example',
    meterNumbers: ['1EMH0095308640', '7ELS0041234554', '8ZRI0056543192'],
    shows:
      'a household of four: power by day and night with solar feed-in on one meter, gas, water; three meters to read',
  },
  {
    key: 'elder',
    customerNumber: '10000002',
    name: 'Hildegard Krause',
    meterNumbers: ['1EMH0054814304'],
    shows: 'an elderly woman with one old meter, letters by post, no e-mail',
  },
  {
    key: 'property-firm',
    customerNumber: '10000003',
    name: 'Hausverwaltung Lindenhof GmbH',
    email: 'lindenhof@firma.example',
    meterNumbers: ['1EMH0084435824', '8ZRI0045670376', '7ELS0030361738'],
    shows: '44 apartment houses with 117 common meters, to be read as a list or by file',
  },
  {
    key: 'bakery',
    customerNumber: '10000004',
    name: 'Bäckerei Özdemir e. K.',
    email: 'backstube@firma.example',
    meterNumbers: ['1EMH0073825632', '7ELS0019751546', '8ZRI0035060184'],
    shows: 'a business with power, gas and water',
  },
  {
    key: 'heat-pump',
    customerNumber: '10000005',
    name: 'Jonas Nguyễn-Petersen',
    email: 'jonas.nguyen-petersen@mail.example',
    meterNumbers: ['1EMH0033331296', '1EMH0048639934', '8ZRI0094565848'],
    shows: 'smart meters for home, solar roof, car and heat pump, read remotely each month; the water meter is to read',
  },
  {
    key: 'moved-in',
    customerNumber: '10000006',
    name: 'Amal Haddad',
    email: 'amal.haddad@netz.example',
    meterNumbers: ['1EMH0092836960', '7ELS0038762874'],
    shows: 'moved in 17 days ago and has no reading yet; reads English',
  },
  {
    key: 'empty-home',
    customerNumber: '10000007',
    name: 'Jörg Petersen',
    email: 'joerg.petersen@brief.example',
    meterNumbers: ['1EMH0052342624', '7ELS0098268538', '8ZRI0013577176'],
    shows: 'an inherited house with nobody in it: next to no use, and that is right',
  },
  {
    key: 'workshop',
    customerNumber: '10000008',
    name: 'Metallbau Wieczorek GmbH',
    email: 'werkstatt@firma.example',
    meterNumbers: ['1EMH0011848288'],
    shows: 'a business behind current transformers: the meter shows a fortieth',
  },
  {
    key: 'rollover',
    customerNumber: '10000009',
    name: 'Agnieszka Kowalski',
    email: 'agnieszka.kowalski@post.example',
    meterNumbers: ['1EMH0071353952'],
    shows: 'storage heating on an old two-rate meter whose day register has started over from zero since last year',
  },
] as const satisfies readonly KnownCustomer[]
