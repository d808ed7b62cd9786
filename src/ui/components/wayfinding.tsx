import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import type { NavItem } from './shell.tsx'
import { useUiTexts } from './texts.tsx'

/** One page back in a flow; a real address, not the browser's history. */
export function BackLink({ href, children }: { readonly href: string; readonly children?: ReactNode }) {
  const texts = useUiTexts()
  return (
    <nav aria-label={texts.back}>
      <a className="kw-back" href={href}>
        <Icon name="back" />
        {children ?? texts.back}
      </a>
    </nav>
  )
}

/** Where this page belongs. The last item is the page itself. */
export function Breadcrumb({ items }: { readonly items: readonly NavItem[] }) {
  const texts = useUiTexts()
  return (
    <nav className="kw-breadcrumb" aria-label={texts.breadcrumb}>
      <ol>
        {items.map((item, index) => (
          <li key={item.href}>
            {index > 0 && <Icon name="next" />}
            <a href={item.href} aria-current={index === items.length - 1 ? 'page' : undefined}>
              {item.label}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  )
}

/** Views of one thing, each with an address of its own. */
export function TabLinks({ items, label }: { readonly items: readonly NavItem[]; readonly label: string }) {
  return (
    <nav className="kw-tabs" aria-label={label}>
      <ul>
        {items.map((item) => (
          <li key={item.href}>
            <a href={item.href} aria-current={item.current ? 'page' : undefined}>
              {item.label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** The page numbers that are shown: first, last, the current one and its neighbours; null is a gap. */
export function pageNumbers(current: number, count: number): (number | null)[] {
  const wanted = [1, current - 1, current, current + 1, count].filter((n) => n >= 1 && n <= count)
  const sorted = [...new Set(wanted)].sort((a, b) => a - b)
  return sorted.flatMap((n, index) => {
    const before = sorted[index - 1]
    if (before === undefined || n - before === 1) return [n]
    return n - before === 2 ? [n - 1, n] : [null, n]
  })
}

/** Long lists in pages, with addresses that can be kept. */
export function Pagination(props: {
  readonly current: number
  readonly count: number
  readonly hrefOf: (page: number) => string
}) {
  const { current, count, hrefOf } = props
  const texts = useUiTexts()
  if (count < 2) return null
  return (
    <nav className="kw-pages" aria-label={texts.pages}>
      {current > 1 && (
        <a className="kw-page-step" href={hrefOf(current - 1)} rel="prev">
          <Icon name="previous" />
          {texts.previousPage}
        </a>
      )}
      <ol>
        {pageNumbers(current, count).map((n, index) => (
          <li key={n ?? `gap-${index}`}>
            {n === null ? (
              <span aria-hidden="true">…</span>
            ) : (
              <a href={hrefOf(n)} aria-label={texts.page(n)} aria-current={n === current ? 'page' : undefined}>
                {n}
              </a>
            )}
          </li>
        ))}
      </ol>
      {current < count && (
        <a className="kw-page-step" href={hrefOf(current + 1)} rel="next">
          {texts.nextPage}
          <Icon name="next" />
        </a>
      )}
    </nav>
  )
}

/** Something that few need, one tap away. */
export function Details({
  summary,
  children,
  open,
}: {
  readonly summary: ReactNode
  readonly children: ReactNode
  readonly open?: boolean
}) {
  return (
    <details className="kw-details" open={open}>
      <summary>
        <Icon name="next" />
        <span>{summary}</span>
      </summary>
      <div className="kw-details-body">{children}</div>
    </details>
  )
}
