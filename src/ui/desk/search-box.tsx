import { type ReactNode, useEffect, useEffectEvent, useRef } from 'react'
import { ComboBox, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components'
import { Icon, type IconName } from '../components/icon.tsx'
import { useDeskTexts } from './provider.tsx'
import { type Shortcut, ShortcutHint, useShortcut } from './shortcut.tsx'

/** One thing that was found: its name, and what tells it from others of that name. */
export type SearchHit = {
  readonly id: string
  readonly title: string
  readonly subtitle?: ReactNode
  readonly icon?: IconName
  /** Said at the right: a state, a number. */
  readonly aside?: ReactNode
}

/**
 * The search over everything. The caller fetches hits for `query` (with typing errors allowed) and opens what is chosen;
 * what was typed stays, so that the next hit is one key away. "/" brings the focus here from anywhere.
 */
export function SearchBox(props: {
  readonly label?: string
  readonly query: string
  readonly onQuery: (query: string) => void
  readonly hits: readonly SearchHit[]
  readonly onOpen: (id: string) => void
  readonly shortcut?: Shortcut
}) {
  const { query, onQuery, hits, onOpen, shortcut = { key: '/' } } = props
  const texts = useDeskTexts()
  const input = useRef<HTMLInputElement>(null)
  useShortcut(shortcut, () => {
    input.current?.focus()
    input.current?.select()
  })
  return (
    <ComboBox
      className="kw-d-search"
      items={hits}
      inputValue={query}
      onInputChange={onQuery}
      onChange={(key) => {
        if (key !== null) onOpen(String(key))
      }}
      value={null}
      allowsCustomValue
      allowsEmptyCollection={query.trim() !== ''}
      menuTrigger="input"
    >
      <Label className="kw-unseen">{props.label ?? texts.search}</Label>
      <Icon name="search" />
      <Input ref={input} className="kw-d-input" placeholder={texts.search} />
      <ShortcutHint shortcut={shortcut} />
      <Popover className="kw-d-popover kw-d-search-popover" offset={4}>
        <ListBox<SearchHit> className="kw-d-list" renderEmptyState={() => <p className="kw-d-empty">{texts.noHits}</p>}>
          {(hit) => (
            <ListBoxItem id={hit.id} textValue={hit.title} className="kw-d-item">
              {hit.icon && <Icon name={hit.icon} />}
              <span className="kw-d-item-words">
                {/* Plain words, not label and description: all that is seen belongs to the name (WCAG 2.5.3). */}
                <span>{hit.title}</span>
                {hit.subtitle && <span className="kw-d-item-sub">{hit.subtitle}</span>}
              </span>
              {hit.aside && <span className="kw-d-item-aside">{hit.aside}</span>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}

/** Waits until typing pauses (150 ms: between two keys of a steady typist), then asks. */
export function useSettled(value: string, ask: (value: string) => void, waitMs = 150): void {
  const settled = useEffectEvent(ask)
  useEffect(() => {
    const timer = setTimeout(() => settled(value), waitMs)
    return () => clearTimeout(timer)
  }, [value, waitMs])
}
