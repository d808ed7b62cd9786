import { type ReactNode, useEffect } from 'react'
import { Notice } from '#ui'
import { DeskButton } from '#ui/desk'
import type { Problem as ProblemDetails } from './api/call.ts'
import { useSay } from './texts.tsx'

/** What the server refused or what could not be reached, and what to do now. */
export function Problem({ problem, retry }: { readonly problem: ProblemDetails; readonly retry?: () => void }) {
  const say = useSay()
  return (
    <div className="desk-state" role="alert">
      <Notice tone="danger" title={say('problem.title')}>
        <p>{problem.detail}</p>
        {problem.requestId && <p className="kw-quiet">{say('problem.request', { id: problem.requestId })}</p>}
      </Notice>
      {retry && (
        <DeskButton icon="refresh" onPress={retry}>
          {say('problem.retry')}
        </DeskButton>
      )}
    </div>
  )
}

/** Nothing here yet, and what to do first. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <div className="desk-state">
      <p className="kw-h-s">{title}</p>
      {children && <p className="kw-quiet">{children}</p>}
    </div>
  )
}

/** Something is on its way; said to screen readers, too. */
export function Loading() {
  const say = useSay()
  return (
    <p className="desk-state kw-quiet" role="status">
      {say('loading')}
    </p>
  )
}

/** Name of the place in the browser's tab and, where nobody's name stands on top, for screen readers. */
export function PlaceTitle({ title, isNamed }: { readonly title: string; readonly isNamed?: boolean }) {
  useEffect(() => {
    document.title = title
  }, [title])
  return isNamed ? null : <h1 className="kw-unseen">{title}</h1>
}
