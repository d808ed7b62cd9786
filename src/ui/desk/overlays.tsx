import type { ReactElement, ReactNode } from 'react'
import {
  Button,
  Dialog,
  DialogTrigger,
  Heading,
  Keyboard,
  Menu,
  MenuItem,
  MenuTrigger,
  Modal,
  ModalOverlay,
  Popover,
  Tab,
  TabList,
  TabPanel,
  Tabs,
  Text,
} from 'react-aria-components'
import { Icon, type IconName } from '../components/icon.tsx'
import { IconButton } from './desk-button.tsx'
import { useDeskTexts } from './provider.tsx'
import { type Shortcut, spellShortcut } from './shortcut.tsx'

/**
 * A dialog for one decision. `trigger` is a button; `children` may be a function that gets `close`. The heading names it,
 * Escape leaves it, focus returns to the trigger.
 */
export function DeskDialog(props: {
  readonly trigger?: ReactElement
  readonly isOpen?: boolean
  readonly onOpenChange?: (isOpen: boolean) => void
  readonly title: string
  readonly children: ReactNode | ((close: () => void) => ReactNode)
  /** Must be answered: clicking outside does not close it. */
  readonly urgent?: boolean
}) {
  const texts = useDeskTexts()
  const { trigger, title, children, urgent, isOpen, onOpenChange } = props
  const state = isOpen === undefined ? {} : { isOpen, ...(onOpenChange && { onOpenChange }) }
  const overlay = (
    <ModalOverlay className="kw-d-overlay" isDismissable={!urgent} {...(trigger ? {} : state)}>
      <Modal className="kw-d-modal">
        <Dialog className="kw-d-dialog-frame" role={urgent ? 'alertdialog' : 'dialog'}>
          {({ close }) => (
            <>
              <div className="kw-d-dialog-head">
                <Heading slot="title" className="kw-h-m">
                  {title}
                </Heading>
                <IconButton icon="close" label={texts.close} onPress={close} />
              </div>
              <div className="kw-d-dialog-body">{typeof children === 'function' ? children(close) : children}</div>
            </>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
  if (!trigger) return overlay
  return (
    <DialogTrigger {...state}>
      {trigger}
      {overlay}
    </DialogTrigger>
  )
}

/** One entry of a menu. */
export type MenuEntry = {
  readonly id: string
  readonly label: string
  readonly icon?: IconName
  readonly shortcut?: Shortcut
  readonly danger?: boolean
  readonly onAction: () => void
}

/** Actions that do not deserve a button of their own. */
export function MenuButton(props: {
  readonly label: string
  readonly icon?: IconName
  readonly entries: readonly MenuEntry[]
}) {
  const { label, icon, entries } = props
  return (
    <MenuTrigger>
      <Button className="kw-d-button kw-button-secondary">
        {icon && <Icon name={icon} />}
        {label}
        <Icon name="expand" />
      </Button>
      <Popover className="kw-d-popover" placement="bottom end" offset={4}>
        <Menu
          className="kw-d-list"
          aria-label={label}
          onAction={(key) => entries.find((entry) => entry.id === key)?.onAction()}
        >
          {entries.map((entry) => (
            <MenuItem
              key={entry.id}
              id={entry.id}
              textValue={entry.label}
              className={entry.danger ? 'kw-d-item kw-d-item-danger' : 'kw-d-item'}
            >
              {entry.icon && <Icon name={entry.icon} />}
              <Text slot="label" className="kw-d-item-words">
                {entry.label}
              </Text>
              {entry.shortcut && <Keyboard className="kw-key">{spellShortcut(entry.shortcut)}</Keyboard>}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}

/** Views of the thing in front of one. `count` says how much waits there. */
export function DeskTabs(props: {
  readonly label: string
  readonly selected?: string
  readonly onSelect?: (id: string) => void
  readonly tabs: readonly {
    readonly id: string
    readonly label: string
    readonly count?: number
    readonly content: ReactNode
  }[]
}) {
  const { tabs, selected, onSelect } = props
  return (
    <Tabs
      className="kw-d-tabs"
      {...(selected === undefined ? {} : { selectedKey: selected })}
      {...(onSelect && { onSelectionChange: (key) => onSelect(String(key)) })}
    >
      <TabList className="kw-d-tab-list" aria-label={props.label}>
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className="kw-d-tab">
            {tab.label}
            {tab.count !== undefined && <span className="kw-d-count">{tab.count}</span>}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className="kw-d-tab-panel">
          {tab.content}
        </TabPanel>
      ))}
    </Tabs>
  )
}
