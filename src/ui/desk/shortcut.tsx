import { useEffect, useEffectEvent } from 'react'
import { Keyboard } from 'react-aria-components'

/** A combination of keys: `mod` is Ctrl, or Command on a Mac; `key` as in `KeyboardEvent.key`, lower case. */
export type Shortcut = {
  readonly mod?: boolean
  readonly shift?: boolean
  readonly alt?: boolean
  readonly key: string
}

function isMac(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent)
}

/** Whether an event is this combination and nothing more. */
export function matchesShortcut(event: KeyboardEvent, shortcut: Shortcut): boolean {
  const mod = isMac() ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey
  const bare = !event.ctrlKey && !event.metaKey
  return (
    (shortcut.mod ? mod : bare) &&
    event.altKey === (shortcut.alt ?? false) &&
    // Signs such as "?" need Shift on some keyboards and not on others, so only letters ask for it exactly.
    (event.shiftKey === (shortcut.shift ?? false) || !/^[a-z]$/.test(shortcut.key)) &&
    event.key.toLowerCase() === shortcut.key
  )
}

/** The combination as people read it on their keyboard. */
export function spellShortcut({ mod, shift, alt, key }: Shortcut): string {
  const mac = isMac()
  const parts = [
    mod && (mac ? '⌘' : document.documentElement.lang === 'en' ? 'Ctrl' : 'Strg'),
    alt && (mac ? '⌥' : 'Alt'),
    shift && '⇧',
    key.length === 1 ? key.toUpperCase() : key,
  ]
  return parts.filter(Boolean).join(mac ? '' : '+')
}

/** Shown where the shortcut acts. */
export function ShortcutHint({ shortcut }: { readonly shortcut: Shortcut }) {
  return <Keyboard className="kw-key">{spellShortcut(shortcut)}</Keyboard>
}

/**
 * Runs on a combination of keys anywhere in the app. Single letters do nothing while someone types, and nothing runs while
 * a dialog is open, because what lies behind it is out of reach.
 */
export function useShortcut(shortcut: Shortcut, run: () => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!matchesShortcut(event, shortcut) || event.defaultPrevented || event.isComposing) return
    const target = event.target
    const types =
      target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
    if (types && !shortcut.mod) return
    // By our class, not by role: react-aria's toasts are alert dialogs, too, and must not stop anything.
    if (document.querySelector('.kw-d-overlay')) return
    event.preventDefault()
    run()
  })
  useEffect(() => {
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
