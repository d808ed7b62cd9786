import type { ReactNode } from 'react'
import { Notice } from '#ui'
import { Pane, SplitView } from '#ui/desk'
import { endpoints } from '../api/endpoints.ts'
import { useResource } from '../api/resource.ts'
import { CallerCheck } from '../customer/caller-check.tsx'
import { useServe } from '../customer/serving.tsx'
import { hrefOf } from '../router.ts'
import { Loading, Problem } from '../states.tsx'
import type { OnFile } from './undo.tsx'
import { useOwnSay } from './texts.ts'

/** One page for one thing of a customer: the thing first, beside it who is on the phone. */
export function OwnDataPage(props: {
  readonly id: string
  readonly title: string
  readonly lead?: string
  readonly isOverview?: boolean
  readonly children: (data: OnFile) => ReactNode
}) {
  const { id, title, lead, isOverview, children } = props
  const say = useOwnSay()
  useServe(id)
  const { answer, problem, reload } = useResource(endpoints.ownData, { params: { id } })
  if (!answer) return problem ? <Problem problem={problem} retry={() => void reload()} /> : <Loading />
  return (
    <SplitView
      fixed="second"
      width={340}
      first={
        <Pane heading={title}>
          <p className="own-back">
            <a className="kw-link" href={isOverview ? hrefOf('customer', id) : hrefOf('customerData', id)}>
              {say(isOverview ? 'flow.toCustomer' : 'flow.overview')}
            </a>
          </p>
          {lead && <p className="own-lead">{lead}</p>}
          {children(answer)}
        </Pane>
      }
      second={
        <div className="desk-column">
          <NotRecognised id={id} />
          <CallerCheck id={id} />
        </div>
      }
    />
  )
}

/** Who has failed to say who they are gets nothing changed; nobody is stopped by it, a person decides. */
function NotRecognised({ id }: { readonly id: string }) {
  const say = useOwnSay()
  const { answer } = useResource(endpoints.caller, { params: { id } })
  if (answer?.level !== 'failed') return null
  return (
    <div className="desk-tasks">
      <Notice tone="danger" title={say('notRecognised.title')}>
        {say('notRecognised.text')}
      </Notice>
    </div>
  )
}
