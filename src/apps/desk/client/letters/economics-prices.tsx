import { parseDate } from '@internationalized/date'
import { useState } from 'react'
import { Badge } from '#ui'
import { announce, DeskButton, DeskCheckbox, DeskDateField, DeskNumberField, DeskSelect, DeskTextField } from '#ui/desk'
import { call, CallRefused } from '../api/call.ts'
import { endpoints } from '../api/endpoints.ts'
import { decimal, shortDay, today } from '../format.ts'
import { mayDo, useMe } from '../me.tsx'
import { type ClientKey, useLocale, useSay } from '../texts.tsx'
import type { Economics } from './economics.page.tsx'

type Factor = Economics['factors'][number]
type Props = { readonly factors: readonly Factor[]; readonly reload: () => Promise<void> }

/** Prices and assumptions with their days and sources; who replaces an assumption by a measured value makes the figures exact. */
export function Prices({ factors, reload }: Props) {
  const say = useSay()
  const locale = useLocale()
  const me = useMe()
  return (
    <details className="desk-prices">
      <summary>{say('economics.prices')}</summary>
      <div className="desk-scroll" tabIndex={0} role="region" aria-label={say('economics.prices')}>
        <table className="desk-readings desk-wrapped">
          <thead>
            <tr>
              {(['item', 'since', 'low', 'value', 'high', 'kindOfValue', 'source'] as const).map((key) => (
                <th key={key} scope="col" className={['low', 'value', 'high'].includes(key) ? 'kw-number' : ''}>
                  {say(`economics.price.${key}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {factors.map((one) => (
              <tr key={`${one.item} ${one.validFrom}`}>
                <th scope="row">{say(`economics.item.${one.item}` as ClientKey)}</th>
                <td>{shortDay(one.validFrom, locale)}</td>
                <td className="kw-number">{decimal(one.low, locale)}</td>
                <td className="kw-number">{decimal(one.value, locale)}</td>
                <td className="kw-number">{decimal(one.high, locale)}</td>
                <td>
                  <Badge tone={one.measured ? 'success' : 'plain'}>
                    {say(one.measured ? 'economics.measured' : 'economics.assumed')}
                  </Badge>
                </td>
                <td>{one.source}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {mayDo(me, 'letterPrices') && <NewPrice factors={factors} reload={reload} />}
    </details>
  )
}

function NewPrice({ factors, reload }: Props) {
  const say = useSay()
  const items = [...new Set(factors.map((one) => one.item))]
  const [item, setItem] = useState<Factor['item']>('print-sheet')
  const [validFrom, setValidFrom] = useState(today())
  const [measured, setMeasured] = useState(true)
  const [value, setValue] = useState({ low: 0, value: 0, high: 0 })
  const [source, setSource] = useState('')
  const save = async () => {
    const amounts = measured ? { low: value.value, value: value.value, high: value.value } : value
    try {
      await call(endpoints.setLetterFactor, { body: { item, validFrom, measured, source: source.trim(), ...amounts } })
      announce({ tone: 'success', title: say('economics.saved') })
      await reload()
    } catch (error) {
      if (!(error instanceof CallRefused)) throw error
      announce({ tone: 'danger', title: error.problem.fields?.[0]?.detail ?? error.problem.detail })
    }
  }
  const amount = (edge: 'low' | 'value' | 'high') => (
    <DeskNumberField
      label={say(`economics.price.${edge}`)}
      value={value[edge]}
      min={0}
      onChange={(typed) => setValue({ ...value, [edge]: typed })}
      format={{ maximumFractionDigits: 4 }}
    />
  )
  return (
    <div className="desk-decision">
      <h3 className="kw-h-s">{say('economics.newPrice')}</h3>
      <div className="desk-row">
        <DeskSelect
          label={say('economics.price.item')}
          value={item}
          onChange={(id) => setItem(id as Factor['item'])}
          choices={items.map((id) => ({ id, label: say(`economics.item.${id}` as ClientKey) }))}
        />
        <DeskDateField
          label={say('economics.price.since')}
          value={parseDate(validFrom)}
          onChange={(day) => day && setValidFrom(day.toString())}
        />
      </div>
      <DeskCheckbox label={say('economics.isMeasured')} isSelected={measured} onChange={setMeasured} />
      <div className="desk-row">
        {!measured && amount('low')}
        {amount('value')}
        {!measured && amount('high')}
      </div>
      <DeskTextField label={say('economics.price.source')} value={source} onChange={setSource} />
      <div className="desk-aside">
        <DeskButton tone="primary" onPress={() => void save()}>
          {say('economics.savePrice')}
        </DeskButton>
      </div>
    </div>
  )
}
