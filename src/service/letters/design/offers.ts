import type { z } from '#platform/contract'
import { madeKinds, type MadeKindCode } from '../made/kinds/index.ts'
import { samples } from '../made/kinds/samples.ts'
import de from '../made/letters.de.json' with { type: 'json' }
import en from '../made/letters.en.json' with { type: 'json' }
import type { DesignBody, ParameterDefinition } from './design.contract.ts'
import { starts } from './starts.ts'
import type { Row, Value } from './values.ts'
import type { Offer } from './write-design.ts'

type Type = Exclude<ParameterDefinition['type'], 'rows' | 'choice'>

const of = (name: string, label: string, type: Type = 'text', required = true): ParameterDefinition => ({
  name,
  label,
  type,
  required,
})
const choiceOf = (
  name: string,
  label: string,
  codes: readonly string[],
  key: (code: string) => string,
): ParameterDefinition => ({
  name,
  label,
  type: 'choice',
  required: true,
  choices: codes.map((code) => ({
    code,
    de: (de as Readonly<Record<string, string>>)[key(code)] ?? code,
    en: (en as Readonly<Record<string, string>>)[key(code)] ?? code,
  })),
})
const rowsOf = (name: string, label: string, columns: readonly ParameterDefinition[]): ParameterDefinition => ({
  name,
  label,
  type: 'rows',
  required: true,
  columns: columns.map(({ name: own, label: said, type, choices }) => ({
    name: own,
    label: said,
    type: type as Type,
    ...(choices && { choices }),
  })),
})

const codeParameters = [
  of('code', 'Code'),
  of('link', 'Adresse der Seite'),
  of('scan', 'Adresse im QR-Code'),
  of('lastDay', 'Gilt bis', 'day'),
]
const commodities = ['power', 'gas', 'water', 'heat']
const changedFields = ['email', 'phone', 'mobile', 'name', 'address', 'language', 'bank', 'wishes', 'other']
const request = [
  of('dueOn', 'Frist', 'day'),
  rowsOf('meters', 'Zähler', [
    of('meterNumber', 'Zählernummer'),
    choiceOf('commodity', 'Sparte', commodities, (code) => code),
  ]),
  of('link', 'Eigener Link', 'text', false),
]

const definitions: Readonly<Partial<Record<MadeKindCode, readonly ParameterDefinition[]>>> = {
  'identity.activation-code': codeParameters,
  'identity.account-code': codeParameters,
  'staying.reading-request': request,
  'staying.reading-reminder': [...request, of('wasDueOn', 'Erste Frist', 'day')],
  'staying.reading-refused': [
    of('meterNumber', 'Zählernummer'),
    of('day', 'Ablesetag', 'day'),
    of('value', 'Stand', 'decimal'),
    of('unit', 'Einheit'),
    of('valueText', 'Stand mit Einheit', 'decimal'),
    choiceOf('because', 'Grund', ['too-high', 'too-low', 'other-meter', 'other'], (code) => `refused.reason-${code}`),
    of('link', 'Eigener Link', 'text', false),
  ],
  'staying.reading-corrected': [
    of('meterNumber', 'Zählernummer'),
    of('day', 'Ablesetag', 'day'),
    of('former', 'Bisher', 'decimal'),
    of('value', 'Jetzt', 'decimal'),
    of('unit', 'Einheit'),
    of('formerText', 'Bisher mit Einheit', 'decimal'),
    of('valueText', 'Jetzt mit Einheit', 'decimal'),
  ],
  'customers.change-confirmed': [
    of('day', 'Geändert am', 'day'),
    rowsOf('fields', 'Geänderte Angaben', [
      choiceOf('field', 'Angabe', changedFields, (code) => `change.field-${code}`),
    ]),
    rowsOf('mandateLines', 'Absätze des Mandats', [of('mandateLine', 'Absatz')]),
    of('undoUntil', 'Zurückzunehmen bis', 'day', false),
  ],
  'joining.order-confirmed': [
    of('number', 'Auftragsnummer'),
    of('orderedOn', 'Bestellt am', 'day'),
    of('product', 'Tarif'),
    of('site', 'Verbrauchsstelle'),
    of('startsOn', 'Lieferbeginn', 'day', false),
    of('unitPriceCt', 'Arbeitspreis in ct', 'decimal'),
    of('basePriceCentsYear', 'Grundpreis im Jahr', 'money'),
    of('instalmentCents', 'Abschlag', 'money', false),
    of('changesSupplier', 'Wechselt den Anbieter', 'yes-no'),
    of('withdrawalUntil', 'Widerruf bis', 'day', false),
  ],
  'paying.bill': [
    of('number', 'Rechnungsnummer'),
    of('contractNumber', 'Vertrag'),
    of('from', 'Von', 'day'),
    of('to', 'Bis', 'day'),
    of('used', 'Verbrauch mit Einheit'),
    rowsOf('items', 'Positionen', [
      of('name', 'Position'),
      of('quantity', 'Menge'),
      of('price', 'Preis'),
      of('amountCents', 'Betrag', 'money'),
    ]),
    of('vatRate', 'Umsatzsteuersatz', 'decimal'),
    of('netCents', 'Netto', 'money'),
    of('vatCents', 'Umsatzsteuer', 'money'),
    of('grossCents', 'Brutto', 'money'),
    of('paidCents', 'Abschläge', 'money'),
    of('paidAsSumCents', 'Abschläge, abgezogen', 'money'),
    of('dueCents', 'Zu zahlen', 'money'),
    of('absoluteDueCents', 'Zu zahlen oder Guthaben', 'money'),
    of('credit', 'Ist ein Guthaben', 'yes-no'),
    of('dueOn', 'Zahlbar bis', 'day'),
    rowsOf('readings', 'Zählerstände', [
      of('meterNumber', 'Zählernummer'),
      of('day', 'Abgelesen am', 'day'),
      of('value', 'Stand'),
      choiceOf('source', 'Herkunft', ['customer', 'operator', 'estimated'], (code) => `bill.source-${code}`),
    ]),
    rowsOf('months', 'Monate', [
      of('month', 'Monat'),
      of('kwh', 'Verbrauch', 'number'),
      of('beforeKwh', 'Im Jahr davor', 'number'),
    ]),
    choiceOf('compared', 'Verglichen mit dem Vorjahr', ['less', 'more', 'same', 'none'], (code) => code),
    of('percent', 'Unterschied in Prozent', 'number'),
    of('payee', 'Empfänger'),
    of('iban', 'IBAN'),
  ],
}

const withUnit = (value: Value, unit: Value): string => `${String(value)} ${String(unit)}`

/** What the program reckons for its texts, besides what was ordered. */
const reckoned: Readonly<Record<string, (ordered: Row) => Row>> = {
  'staying.reading-refused': (own) => ({ valueText: withUnit(own['value'], own['unit']) }),
  'staying.reading-corrected': (own) => ({
    formerText: withUnit(own['former'], own['unit']),
    valueText: withUnit(own['value'], own['unit']),
  }),
  'customers.change-confirmed': (own) => ({
    fields: (own['fields'] as unknown as readonly string[]).map((field) => ({ field })),
    mandateLines: String(own['mandate'] ?? '')
      .split(/\n+/)
      .filter(Boolean)
      .map((mandateLine) => ({ mandateLine })),
  }),
  'paying.bill': reckonBill,
}

function reckonBill(own: Row): Row {
  const months = own['months'] as readonly Row[]
  const sum = (name: string) => months.reduce((total, month) => total + Number(month[name]), 0)
  const [now, before] = [sum('kwh'), sum('beforeKwh')]
  const percent = before > 0 ? Math.round((Math.abs(now - before) / before) * 100) : 0
  const due = Number(own['dueCents'])
  return {
    credit: due < 0,
    absoluteDueCents: Math.abs(due),
    paidAsSumCents: -Number(own['paidCents']),
    percent,
    compared: before === 0 ? 'none' : percent === 0 ? 'same' : now < before ? 'less' : 'more',
  }
}

export type ProgramKind = { readonly offer: Offer; readonly start: DesignBody; readonly samples: readonly unknown[] }

const offered = new Map<string, ProgramKind>(
  Object.entries(definitions).map(([code, parameters]) => {
    const made = madeKinds[code as MadeKindCode]
    const offer: Offer = {
      parameters: made.parameters as z.ZodType,
      definitions: parameters,
      values: (ordered) => ({ ...(ordered as Row), ...reckoned[code]?.(ordered as Row) }),
    }
    return [code, { offer, start: starts[code] as DesignBody, samples: samples[code as MadeKindCode] }] as const
  }),
)

/** What the program gives to a kind that it orders itself; nothing for kinds that editors have made. */
export const offerOf = (code: string): ProgramKind | undefined => offered.get(code)
export const programKinds: readonly string[] = [...offered.keys()]
