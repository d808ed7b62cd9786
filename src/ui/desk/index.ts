/** Door of the design system for client-side apps of staff: desk, planboard, steering. Knows no module. */
export { type Command, CommandPalette, PALETTE_SHORTCUT, useCommandPalette } from './command-palette.tsx'
export { type DataColumn, type DataSort, DataTable } from './data-table.tsx'
export { ActionBar, DeskButton, IconButton } from './desk-button.tsx'
export { type DeskNavItem, DeskShell, FreshBar, Pane, SplitView, Subject } from './desk-shell.tsx'
export {
  DeskCheckbox,
  DeskDateField,
  type DeskFieldBasics,
  DeskNumberField,
  DeskSelect,
  DeskTextField,
} from './fields.tsx'
export { DeskDialog, DeskTabs, MenuButton, type MenuEntry } from './overlays.tsx'
export { DeskProvider, type DeskTexts, useDeskTexts } from './provider.tsx'
export { SearchBox, type SearchHit, useSettled } from './search-box.tsx'
export { matchesShortcut, type Shortcut, ShortcutHint, spellShortcut, useShortcut } from './shortcut.tsx'
export { announce, Toasts } from './toasts.tsx'
