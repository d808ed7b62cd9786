import { DeskSelect } from '#ui/desk'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { useTopicName } from '../customer/customer-contacts.tsx'
import { moment } from '../format.ts'
import { hrefOf, useFilter } from '../router.ts'
import { useNames } from '../tasks/names.ts'
import { type ClientKey, sayOr, useLocale, useSay } from '../texts.tsx'
import type { Asked } from './contact-figures.page.tsx'

const parts = ['followed', 'repeats', 'open', 'all'] as const

/** The contacts behind the figures: a number that nobody can look behind is not believed. */
export function ContactsBehind({ asked }: { readonly asked: Asked }) {
  const say = useSay()
  const locale = useLocale()
  const [only, setOnly] = useFilter('only')
  const part = parts.find((one) => one === only) ?? 'followed'
  const { answer } = useResource(endpoints.contactsBehind, { query: { ...asked, only: part } })
  const names = useNames(answer?.contacts.map((one) => one.customerId) ?? [])
  const topicName = useTopicName()
  return (
    <section aria-label={say('figures.behind')}>
      <h3 className="kw-h-s">{say('figures.behind')}</h3>
      <DeskSelect
        label={say('figures.only')}
        value={part}
        onChange={setOnly}
        choices={parts.map((id) => ({ id, label: say(`figures.only.${id}` as ClientKey) }))}
      />
      <ul className="desk-lines">
        {answer?.contacts.map((one) => (
          <li key={one.id}>
            <a className="kw-link" href={hrefOf('customer', one.customerId)}>
              {names.get(one.customerId) ?? '…'}
            </a>{' '}
            {topicName(one.topic)}, {sayOr(say, `contactChannel.${one.channel}`, one.channel)}{' '}
            <span className="kw-quiet">{moment(one.beganAt, locale)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
