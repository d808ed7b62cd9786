import {
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as ToastRegion,
} from 'react-aria-components'
import { Icon } from '../components/icon.tsx'
import type { Tone } from '../components/notice.tsx'
import { DeskButton, IconButton } from './desk-button.tsx'
import { useDeskTexts } from './provider.tsx'

type ToastMessage = {
  readonly tone: Tone
  readonly title: string
  readonly detail?: string
  readonly undo?: () => void
}

/** At most three at once: a fourth waits, because nobody reads four. */
const queue = new ToastQueue<ToastMessage>({ maxVisibleToasts: 3 })

/** Long enough to read twenty words and to reach the undo button (WCAG 2.2.1 lets it be paused by hover and focus). */
const STAYS_MS = 8_000

/**
 * Says that something was done, with a way back where there is one. Read out by screen readers without moving the focus.
 * Messages of danger stay until they are closed.
 */
export function announce(message: ToastMessage): void {
  if (message.tone === 'danger') queue.add(message)
  else queue.add(message, { timeout: STAYS_MS })
}

/** Where messages appear; once in each app. F6 moves the focus to it. */
export function Toasts() {
  const texts = useDeskTexts()
  return (
    <ToastRegion queue={queue} className="kw-d-toasts" aria-label={texts.messages}>
      {({ toast }) => {
        const { tone, title, detail, undo } = toast.content
        return (
          <Toast toast={toast} className={`kw-d-toast kw-tone-${tone}`}>
            <Icon name={tone} />
            <ToastContent className="kw-d-toast-words">
              <Text slot="title">{title}</Text>
              {detail && <Text slot="description">{detail}</Text>}
            </ToastContent>
            {undo && (
              <DeskButton
                tone="quiet"
                icon="undo"
                onPress={() => {
                  queue.close(toast.key)
                  undo()
                }}
              >
                {texts.undo}
              </DeskButton>
            )}
            <IconButton slot="close" icon="close" label={texts.close} />
          </Toast>
        )
      }}
    </ToastRegion>
  )
}
