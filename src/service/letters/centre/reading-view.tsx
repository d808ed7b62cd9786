import { formatNumber, type Locale } from '#platform/i18n/web'
import { BarChart, DefinitionList, Heading, Points, Stack, Table, Text } from '#ui'
import type { BarsBlock, Block, Reading, ScanBlock, Span, TableBlock } from '../blocks.ts'
import { centreTexts } from './texts.ts'

const inline = (spans: readonly Span[]) =>
  spans.map((span, at) => (span.strong ? <strong key={at}>{span.text}</strong> : span.text))

/** The content of a letter as a page: the same parts that are printed. */
export function ReadingView({ reading, locale }: { readonly reading: Reading; readonly locale: Locale }) {
  return (
    <div className="kw-letter-text" lang={locale}>
      <Stack gap={16}>
        {reading.salutation !== '' && <Text>{reading.salutation}</Text>}
        {reading.blocks.map((block, at) => (
          <BlockView key={at} id={`part-${at}`} block={block} locale={locale} />
        ))}
        {reading.closing !== '' && (
          <p className="kw-text">
            {reading.closing}
            <br />
            {reading.signed}
          </p>
        )}
      </Stack>
    </div>
  )
}

function BlockView({ block, id, locale }: { readonly block: Block; readonly id: string; readonly locale: Locale }) {
  switch (block.kind) {
    case 'heading':
      return <Heading level={3}>{block.text}</Heading>
    case 'paragraph':
      return <Text>{inline(block.spans)}</Text>
    case 'list':
      return <Points numbered={block.ordered} items={block.items.map(inline)} />
    case 'facts':
      return <DefinitionList items={block.items} />
    case 'highlight':
      return (
        <div className="kw-highlight">
          <p className="kw-quiet">{block.label}</p>
          <p className={block.code ? 'kw-highlight-value kw-highlight-code' : 'kw-highlight-value'}>{block.value}</p>
        </div>
      )
    case 'table':
      return <TableView id={id} block={block} />
    case 'bars':
      return <BarsView id={id} block={block} locale={locale} />
    case 'scan':
      return <ScanView block={block} />
  }
}

function TableView({ id, block }: { readonly id: string; readonly block: TableBlock }) {
  const firstSum = block.rows.length - block.sums
  return (
    <Table
      id={id}
      caption={block.caption}
      columns={block.columns.map((column, at) => ({
        key: `c${at}`,
        label: column.label,
        kind: column.align === 'right' ? 'number' : 'text',
      }))}
      rows={block.rows.map((row, at) => ({
        key: `r${at}`,
        cells: Object.fromEntries(row.map((cell, column) => [`c${column}`, cell])),
        ...(at >= firstSum && { mark: 'sum' as const }),
      }))}
    />
  )
}

/** Bars come in pairs: what is compared with, and what is shown. */
function BarsView({ id, block, locale }: { readonly id: string; readonly block: BarsBlock; readonly locale: Locale }) {
  const say = centreTexts(locale)
  const slots = block.bars.flatMap((bar, at) => {
    if (bar.before) return []
    const before = block.bars[at - 1]
    return [{ short: bar.label, long: bar.label, value: bar.value, before: before?.before ? before.value : null }]
  })
  return (
    <BarChart
      id={id}
      title={block.title}
      subject={say('chart.subject')}
      description={block.alternative}
      slots={slots}
      valueName={say('chart.now')}
      beforeName={say('chart.before')}
      unit="kWh"
      format={(value) => formatNumber(value, locale)}
    />
  )
}

function ScanView({ block }: { readonly block: ScanBlock }) {
  return (
    <div className="kw-scan">
      <img src={`data:image/svg+xml;base64,${btoa(block.image)}`} width={160} height={160} alt={block.alternative} />
      <div>
        <p className="kw-text">
          <strong>{block.title}</strong>
        </p>
        {block.lines.length > 0 && <DefinitionList items={block.lines} />}
      </div>
    </div>
  )
}
