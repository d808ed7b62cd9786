import type { MadeKindCode, ParametersOf } from './index.ts'

const months = ['Jan', 'Feb', 'Mär', 'Apr', 'Mai', 'Jun', 'Jul', 'Aug', 'Sep', 'Okt', 'Nov', 'Dez']

/** A bill whose sums add up: items of net cents, VAT at 19 %, instalments. Two pages with 12 items, table, chart and GiroCode. */
export function sampleBill(number: string, paidCents: number, salt = 0): ParametersOf<'paying.bill'> {
  const items = Array.from({ length: 12 }, (_, at) => ({
    name:
      at % 3 === 0
        ? `Arbeitspreis ${months[at]}`
        : at % 3 === 1
          ? `Grundpreis ${months[at]}`
          : `Stromsteuer ${months[at]}`,
    quantity: at % 3 === 1 ? '30 Tage' : `${210 + ((salt + at * 17) % 90)} kWh`,
    price: at % 3 === 1 ? '12,50 EUR/Monat' : '28,4 ct/kWh',
    amountCents: 1_000 + ((salt * 31 + at * 977) % 6_000),
  }))
  const netCents = items.reduce((sum, item) => sum + item.amountCents, 0)
  const vatCents = Math.round(netCents * 0.19)
  const grossCents = netCents + vatCents
  return {
    number,
    contractNumber: `V-${100_000 + salt}`,
    from: '2025-01-01',
    to: '2025-12-31',
    used: `${2_400 + (salt % 700)} kWh`,
    items,
    vatRate: '19',
    netCents,
    vatCents,
    grossCents,
    paidCents,
    dueCents: grossCents - paidCents,
    dueOn: '2026-12-15',
    readings: [
      { meterNumber: '1EMH0012345678', day: '2024-12-31', value: '15000', source: 'customer' },
      { meterNumber: '1EMH0012345678', day: '2025-12-31', value: '17500', source: 'estimated' },
    ],
    months: months.map((month, at) => ({
      month,
      kwh: 150 + ((salt * 7 + at * 29) % 120),
      beforeKwh: 170 + ((salt * 5 + at * 37) % 120),
    })),
    payee: 'Stadtwerke Musterstadt GmbH',
    iban: 'DE02 1203 0000 0000 2020 51',
  }
}

const codes = [
  {
    code: 'ABCD-EFGH',
    link: 'https://kunden.example/konto/freischalten',
    scan: 'https://kunden.example/konto/freischalten?code=ABCD-EFGH',
    lastDay: '2026-12-22',
  },
  { code: '2345', link: 'k.example', scan: 'k', lastDay: '2027-01-01' },
  {
    code: 'XXXX-YYYY-ZZZZ',
    link: `https://kunden.example/${'lang/'.repeat(30)}`,
    scan: `https://kunden.example/${'lang/'.repeat(50)}`,
    lastDay: '2026-02-28',
  },
]

/** Three sets per kind: the usual, the shortest, and what hurts (long, hostile, foreign signs). */
export const samples: { readonly [Code in MadeKindCode]: readonly ParametersOf<Code>[] } = {
  'identity.activation-code': codes,
  'identity.account-code': codes,
  'staying.reading-request': [
    { dueOn: '2026-12-31', meters: [{ meterNumber: '1EMH0012345678', commodity: 'power' }] },
    { dueOn: '2026-12-31', meters: [{ meterNumber: 'W-1', commodity: 'water' }] },
    {
      dueOn: '2027-01-05',
      link: 'https://kunden.example/z/abc',
      meters: Array.from({ length: 20 }, (_, at) => ({
        meterNumber: `#strong[${at}]*$x$_`,
        commodity: 'gas' as const,
      })),
    },
  ],
  'staying.reading-reminder': [
    { wasDueOn: '2026-12-31', dueOn: '2027-01-14', meters: [{ meterNumber: '1EMH0012345678', commodity: 'power' }] },
    { wasDueOn: '2026-12-31', dueOn: '2027-01-14', meters: [{ meterNumber: 'W-1', commodity: 'water' }] },
    {
      wasDueOn: '2026-12-31',
      dueOn: '2027-01-14',
      link: 'https://kunden.example/z/abc',
      meters: [{ meterNumber: '*x* #y', commodity: 'gas' }],
    },
  ],
  'staying.reading-refused': [
    { meterNumber: '1EMH0012345678', day: '2026-11-20', value: '71234.5', unit: 'kWh', because: 'too-high' },
    { meterNumber: 'G-7', day: '2026-11-20', value: '0', unit: 'm³', because: 'too-low' },
    {
      meterNumber: '`code` \\ "x" <b>',
      day: '2026-11-20',
      value: '999999999',
      unit: 'kWh',
      because: 'other',
      link: 'https://kunden.example/z/abc',
    },
  ],
  'staying.reading-corrected': [
    { meterNumber: '1EMH0012345678', day: '2026-11-20', former: '17500', value: '17050', unit: 'kWh' },
    { meterNumber: 'G-7', day: '2026-11-20', former: '0', value: '1', unit: 'm³' },
    { meterNumber: 'x'.repeat(40), day: '2026-11-20', former: '1.125', value: '1.25', unit: 'm³' },
  ],
  'customers.change-confirmed': [
    { day: '2026-11-20', fields: ['email'] },
    { day: '2026-11-20', fields: ['name', 'address'], undoUntil: '2026-12-04' },
    {
      day: '2026-11-20',
      fields: ['email', 'phone', 'mobile', 'name', 'address', 'language', 'bank', 'wishes', 'other'],
      mandate: 'Ich ermächtige **alle** #strong[Zahlungen].\n\nZweiter Absatz.',
    },
  ],
  'joining.order-confirmed': [
    {
      number: 'A-2026-17',
      orderedOn: '2026-11-20',
      product: 'Musterstrom Natur',
      site: 'Lindenweg 7, 12341 Musterstadt',
      unitPriceCt: '31.9',
      basePriceCentsYear: 17_850,
      instalmentCents: 8_900,
      changesSupplier: true,
      withdrawalUntil: '2026-12-04',
    },
    {
      number: 'A-1',
      orderedOn: '2026-11-20',
      product: 'G',
      site: 'x',
      startsOn: '2027-01-01',
      unitPriceCt: '9',
      basePriceCentsYear: 0,
      changesSupplier: false,
    },
    {
      number: 'A-Ωλ',
      orderedOn: '2026-11-20',
      product: 'Strom 🙂 für ΑΒΓ und Дом',
      site: 'ს'.repeat(160),
      unitPriceCt: '123456.1234',
      basePriceCentsYear: 100_000_000,
      instalmentCents: 1,
      changesSupplier: true,
    },
  ],
  'paying.bill': [
    sampleBill('R-2026-0001', 20_000),
    sampleBill('R-2026-0002', 0, 13),
    sampleBill('R-2026-0003', 900_000, 99),
  ],
  'letters.single': [
    {
      title: 'Ihre Frage zum Abschlag',
      parts: [{ module: 'thanks' }, { module: 'words', text: 'Der Abschlag steigt nicht.' }, { module: 'contact' }],
    },
    { title: 'Kurz', parts: [{ module: 'words', text: 'Ja.' }] },
    {
      title: '#set page(width: 1cm) *fett* $x$',
      parts: [
        { module: 'sorry' },
        { module: 'words', text: `#panic("x")\n= Titel\n\n${'Ein sehr langer Satz mit Wörtern. '.repeat(100)}` },
        { module: 'callback', day: '2026-12-01' },
        { module: 'reading' },
        { module: 'documents' },
      ],
    },
  ],
}
