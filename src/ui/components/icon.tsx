import { ICONS } from '../icons/icons.generated.ts'
import { classes } from './classes.ts'

/** Our names of the icons, by meaning. */
export type IconName = keyof typeof ICONS

/**
 * An icon of the open set, 20 or 24 pixels. It is hidden from screen readers, because it always stands beside its word;
 * where it stands alone (dense tables of the desk), `label` is its accessible name and tooltip.
 */
export function Icon(props: { readonly name: IconName; readonly size?: 20 | 24; readonly label?: string }) {
  const { name, size = 20, label } = props
  const drawing = label === undefined ? ICONS[name] : `<title>${escapeMarkup(label)}</title>${ICONS[name]}`
  return (
    <svg
      className={classes('kw-icon', size === 24 && 'kw-icon-24')}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      focusable="false"
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
      // The drawing is a constant of this house; the label is escaped.
      dangerouslySetInnerHTML={{ __html: drawing }}
    />
  )
}

function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
