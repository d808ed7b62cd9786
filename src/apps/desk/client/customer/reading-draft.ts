import { useState } from 'react'
import type { Explanation } from '#journey/staying/web'
import { call, CallRefused, type Problem } from '../api/call.ts'
import type { AnswerOf, Sent } from '../api/endpoint.ts'
import { endpoints } from '../api/endpoints.ts'
import { refreshAll } from '../api/resource.ts'
import { today } from '../format.ts'
import type { Registers } from './customer-subject.tsx'

type Body = Sent<typeof endpoints.enterReadings>['body']
export type Entered = AnswerOf<typeof endpoints.enterReadings>['readings']

/** One register's line of the form. */
export type DraftEntry = {
  readonly value: string
  readonly confirmed: boolean
  readonly explanation: Explanation | undefined
}
const emptyEntry: DraftEntry = { value: '', confirmed: false, explanation: undefined }

type Head = { readonly day: string; readonly reason: Body['reason']; readonly channel: Body['channel'] }

/** What judge asks about one value: the sentence, its figures, and the value that may have been meant. */
export type Question = NonNullable<Problem['fields']>[number]

const newSubmission = (): string => crypto.randomUUID()

/** The form as it is being filled in; it outlives its dialog, so nothing is lost by closing it. */
export function useReadingDraft(customerId: string, registers: Registers) {
  const current = registers.registers.filter((register) => register.current)
  const [head, setHead] = useState<Head>(() => ({ day: today(), reason: 'regular', channel: 'phone' }))
  const [entries, setEntries] = useState<Readonly<Record<string, DraftEntry>>>({})
  const [submission, setSubmission] = useState(newSubmission)
  const [problem, setProblem] = useState<Problem>()
  const [sentIds, setSentIds] = useState<readonly string[]>([])
  const [entered, setEntered] = useState<Entered>()
  const entryOf = (registerId: string): DraftEntry => entries[registerId] ?? emptyEntry
  const send = async () => {
    const filled = current.filter((register) => entryOf(register.registerId).value.trim() !== '')
    setSentIds(filled.map((register) => register.registerId))
    const body: Body = {
      ...head,
      submission,
      entries: filled.map(({ registerId }) => {
        const { value, confirmed, explanation } = entryOf(registerId)
        return { registerId, value: value.trim(), confirmed, ...(explanation && { explanation }) }
      }),
    }
    try {
      const answer = await call(endpoints.enterReadings, { params: { id: customerId }, body })
      setProblem(undefined)
      setEntered(answer.readings)
      refreshAll(`/desk/api/customers/${customerId}`, '/desk/api/tasks/load')
    } catch (refused) {
      if (!(refused instanceof CallRefused)) throw refused
      setProblem(refused.problem)
    }
  }
  return {
    current,
    head,
    setHead: (change: Partial<Head>) => setHead({ ...head, ...change }),
    entryOf,
    setEntry: (registerId: string, change: Partial<DraftEntry>) => {
      // Another value is another question.
      const before = change.value === undefined ? entryOf(registerId) : emptyEntry
      setEntries({ ...entries, [registerId]: { ...before, ...change } })
      setProblem((asked) => asked && withoutField(asked, fieldOf(sentIds, registerId), change.value !== undefined))
    },
    /** What the server says to this register's value: a question if it may be right all the same, else an error. */
    saidTo: (registerId: string): Question | undefined =>
      problem?.fields?.find((fault) => fault.field === fieldOf(sentIds, registerId)),
    saidToDay: problem?.fields?.find((fault) => fault.field === 'day')?.detail,
    problem,
    entered,
    send,
    /** Begins a new form; the channel stays, because the same person is still on the line. */
    clear: () => {
      setEntries({})
      setEntered(undefined)
      setProblem(undefined)
      setSubmission(newSubmission())
    },
  }
}

export type ReadingDraft = ReturnType<typeof useReadingDraft>

const fieldOf = (sentIds: readonly string[], registerId: string): string =>
  `entries.${sentIds.indexOf(registerId)}.value`

const withoutField = (problem: Problem, field: string, isOther: boolean): Problem =>
  isOther ? { ...problem, fields: problem.fields?.filter((fault) => fault.field !== field) ?? [] } : problem

/** Whether the value may be confirmed as it is. */
export const isQuestion = (said: Question): boolean => said.code.startsWith('staying.cause.')
