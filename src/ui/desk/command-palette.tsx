import { useState } from 'react'
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  Keyboard,
  Menu,
  MenuItem,
  MenuSection,
  Modal,
  ModalOverlay,
  SearchField,
  Text,
  useFilter,
} from 'react-aria-components'
import { Icon, type IconName } from '../components/icon.tsx'
import { useDeskTexts } from './provider.tsx'
import { type Shortcut, spellShortcut, useShortcut } from './shortcut.tsx'

/** Something the desk can do from anywhere. Commands of one group stand together. */
export type Command = {
  readonly id: string
  readonly label: string
  readonly group: string
  readonly icon?: IconName
  readonly shortcut?: Shortcut
  /** Further words to find it by. */
  readonly words?: string
  readonly run: () => void
}

/** Opens the palette; also written on its button in the head of the desk. */
export const PALETTE_SHORTCUT: Shortcut = { mod: true, key: 'k' }

/** Everything that can be done, found by typing. Ctrl+K opens it; focus goes back to where it was. */
export function CommandPalette(props: {
  readonly commands: readonly Command[]
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
}) {
  const { commands, isOpen, onOpenChange } = props
  const texts = useDeskTexts()
  const { contains } = useFilter({ sensitivity: 'base' })
  useShortcut(PALETTE_SHORTCUT, () => onOpenChange(true))
  const groups = [...new Set(commands.map((command) => command.group))]
  return (
    <ModalOverlay isOpen={isOpen} onOpenChange={onOpenChange} isDismissable className="kw-d-overlay">
      <Modal className="kw-d-palette">
        <Dialog aria-label={texts.commands} className="kw-d-dialog-frame">
          <Autocomplete filter={contains}>
            <SearchField autoFocus aria-label={texts.typeCommand} className="kw-d-palette-field">
              <Icon name="search" />
              <Input placeholder={texts.typeCommand} className="kw-d-input" />
            </SearchField>
            <Menu
              className="kw-d-list"
              aria-label={texts.commands}
              onAction={(key) => {
                onOpenChange(false)
                commands.find((command) => command.id === key)?.run()
              }}
              renderEmptyState={() => <p className="kw-d-empty">{texts.noCommand}</p>}
            >
              {groups.map((group) => (
                <MenuSection key={group} id={group}>
                  <Header className="kw-d-group">{group}</Header>
                  {commands
                    .filter((command) => command.group === group)
                    .map((command) => (
                      <PaletteItem key={command.id} command={command} />
                    ))}
                </MenuSection>
              ))}
            </Menu>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function PaletteItem({ command }: { readonly command: Command }) {
  return (
    <MenuItem id={command.id} textValue={`${command.label} ${command.words ?? ''}`} className="kw-d-item">
      {command.icon && <Icon name={command.icon} />}
      <Text slot="label" className="kw-d-item-words">
        {command.label}
      </Text>
      {command.shortcut && <Keyboard className="kw-key">{spellShortcut(command.shortcut)}</Keyboard>}
    </MenuItem>
  )
}

/** Whether the palette is open, and how to change that. */
export function useCommandPalette(): { readonly isOpen: boolean; readonly onOpenChange: (isOpen: boolean) => void } {
  const [isOpen, onOpenChange] = useState(false)
  return { isOpen, onOpenChange }
}
