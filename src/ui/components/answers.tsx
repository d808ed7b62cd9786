import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import { useUiTexts } from './texts.tsx'

/** One answer to look at once more. `what` is said after "Ändern" to those who only hear the link. */
export type Answer = {
  readonly label: string
  readonly value: ReactNode
  readonly changeHref?: string
  readonly what?: string
}

/** "Check your answers": everything that will be sent, each with a way back to it. */
export function AnswerList({ answers }: { readonly answers: readonly Answer[] }) {
  const texts = useUiTexts()
  return (
    <dl className="kw-answers">
      {answers.map((answer) => (
        <div key={answer.label}>
          <dt>{answer.label}</dt>
          <dd>{answer.value}</dd>
          {answer.changeHref && (
            <dd className="kw-answer-change">
              <a className="kw-link" href={answer.changeHref}>
                {texts.change}
                <span className="kw-unseen"> {answer.what ?? answer.label}</span>
              </a>
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}

/** It worked: what was done, the reference to quote, and room for what happens next. */
export function Confirmation(props: {
  readonly heading: ReactNode
  readonly reference?: string
  readonly children?: ReactNode
}) {
  const texts = useUiTexts()
  return (
    <div className="kw-confirmation">
      <Icon name="success" size={24} />
      <div>
        <h1 className="kw-h-l">{props.heading}</h1>
        {props.children}
        {props.reference && (
          <p className="kw-reference">
            {texts.reference} <strong>{props.reference}</strong>
          </p>
        )}
      </div>
    </div>
  )
}

/** Names and their values, for looking up. */
export function DefinitionList({
  items,
}: {
  readonly items: readonly { readonly label: string; readonly value: ReactNode }[]
}) {
  return (
    <dl className="kw-definitions">
      {items.map((item) => (
        <div key={item.label}>
          <dt>{item.label}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  )
}
