import { type Fact, facts } from '#company/journal'
import type { Locale } from '#platform/i18n'
import { timelineItemOf, timelineNames } from '../portal/timeline-view.ts'
import type { TimelineAnswer } from './desk.contract.ts'
import { type DeskKey, deskTexts } from './texts.ts'

/** Facts that staff sees beyond what the customer sees, with their icons. */
const forStaffOnly: Readonly<Record<string, string>> = {
  [facts.mailSent.name]: 'mail',
  [facts.smsSent.name]: 'phone',
  [facts.pagePrinted.name]: 'print',
  [facts.taskOpened.name]: 'tasks',
  [facts.taskDone.name]: 'done',
  [facts.signedIn.name]: 'enter',
  [facts.readingOverdue.name]: 'clock',
  [facts.changeRefused.name]: 'warning',
  [facts.channelAsked.name]: 'mail',
  [facts.changeUndone.name]: 'refresh',
  [facts.powerGranted.name]: 'key',
  [facts.powerEnded.name]: 'key',
  [facts.holdSet.name]: 'lock',
  [facts.holdEnded.name]: 'lock',
}

export const staffTimelineNames: readonly string[] = [...timelineNames, ...Object.keys(forStaffOnly)]

/** A fact as the desk says it: the customer's sentence where there is one, and by which way it came. */
export function staffTimelineItem(fact: Fact, locale: Locale): TimelineAnswer['items'][number] {
  const t = deskTexts(locale)
  const own = forStaffOnly[fact.name]
  const said = timelineItemOf(fact, locale, own && t(`fact.${fact.name}` as DeskKey))
  return {
    id: fact.id,
    time: fact.occurredAt.toString(),
    when: String(said.when),
    title: String(said.title),
    body: own ? taskKindOf(fact) : typeof said.body === 'string' ? said.body : null,
    icon: own ?? said.icon ?? 'check',
    channel: t(`channel.${fact.channel}` as DeskKey),
    by: fact.actor.kind,
  }
}

/** What a task is about, by its kind; the desk has words for it. */
function taskKindOf({ name, payload }: Fact): string | null {
  const { kind } = payload as { readonly kind?: unknown }
  return name.startsWith('tasks.') && typeof kind === 'string' ? kind : null
}
