import { useMemo, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { Badge, DefinitionList, Timeline } from '../../index.ts'
import {
  ActionBar,
  announce,
  type Command,
  CommandPalette,
  type DataSort,
  DataTable,
  DeskButton,
  DeskCheckbox,
  DeskDateField,
  DeskDialog,
  DeskNumberField,
  DeskProvider,
  DeskSelect,
  DeskShell,
  DeskTabs,
  DeskTextField,
  FreshBar,
  MenuButton,
  PALETTE_SHORTCUT,
  Pane,
  SearchBox,
  SplitView,
  Subject,
  Toasts,
  useCommandPalette,
} from '../../desk/index.ts'

type Row = {
  readonly id: string
  readonly name: string
  readonly topic: string
  readonly due: string
  readonly kwh: number
}

const NAMES = [
  'Mustermann, Erika',
  'Yıldız, Emre',
  'Kowalska, Zofia',
  'Schröder, Jens',
  'Nguyen, Linh',
  'Østergaard, Pia',
]
const TOPICS = ['Zählerstand prüfen', 'Umzug bestätigen', 'Rate vereinbaren', 'Rückruf']
const ROWS: readonly Row[] = Array.from({ length: 10_000 }, (_, index) => ({
  id: String(index + 1),
  name: NAMES[index % NAMES.length] ?? '',
  topic: TOPICS[(index * 7) % TOPICS.length] ?? '',
  due: `${String((index % 28) + 1).padStart(2, '0')}.12.2026`,
  kwh: 1_200 + ((index * 37) % 4_000),
}))

const number = new Intl.NumberFormat('de-DE')

function SampleDesk() {
  const palette = useCommandPalette()
  const [query, setQuery] = useState('')
  const [sort, setSort] = useState<DataSort>({ key: 'due', descending: false })
  const [selected, setSelected] = useState<string | null>('1')
  const [fresh, setFresh] = useState(4)
  const sorted = useMemo(() => order(ROWS, sort), [sort])
  const hits = ROWS.slice(0, 300).filter((row) => query !== '' && row.name.toLowerCase().includes(query.toLowerCase()))
  const commands: readonly Command[] = [
    {
      id: 'reading',
      group: 'Kundin',
      label: 'Zählerstand eintragen',
      icon: 'reading',
      shortcut: { key: 'z' },
      run: saveReading,
    },
    {
      id: 'call',
      group: 'Kundin',
      label: 'Kontakt festhalten',
      icon: 'phone',
      words: 'Anruf Telefon',
      run: saveReading,
    },
    { id: 'tasks', group: 'Gehe zu', label: 'Vorgänge', icon: 'tasks', run: () => setSelected('1') },
    { id: 'jobs', group: 'Gehe zu', label: 'Hängende Aufträge', icon: 'danger', run: () => setSelected('2') },
  ]
  return (
    <DeskProvider locale="de">
      <DeskShell
        utility="Stadtwerke Musterstadt"
        demo="Vorführung"
        nav={[
          { href: '#tasks', label: 'Vorgänge', icon: 'tasks', current: true, count: 38 },
          { href: '#customers', label: 'Kunden', icon: 'people' },
          { href: '#messages', label: 'Anliegen', icon: 'message', count: 7 },
          { href: '#letters', label: 'Briefe', icon: 'letter' },
          { href: '#jobs', label: 'Aufträge', icon: 'danger' },
        ]}
        search={
          <SearchBox
            label="Kunden, Verträge, Zähler suchen"
            query={query}
            onQuery={setQuery}
            onOpen={setSelected}
            hits={hits.map((row) => ({
              id: row.id,
              title: row.name,
              subtitle: `Bahnhofstraße ${row.id}, Musterstadt`,
              icon: 'person',
              aside: `10${row.id.padStart(4, '0')}`,
            }))}
          />
        }
        tools={
          <DeskButton
            tone="quiet"
            icon="command"
            shortcut={PALETTE_SHORTCUT}
            onPress={() => palette.onOpenChange(true)}
          >
            Befehle
          </DeskButton>
        }
        subject={
          <Subject
            name="Erika Mustermann"
            facts={[
              'Kundennummer 100 001',
              'Bahnhofstraße 12',
              <Badge key="debt" tone="warning" icon="money">
                84,00 EUR offen
              </Badge>,
              <Badge key="visit" tone="live">
                Zählertausch am 9. Dezember
              </Badge>,
            ]}
            actions={<SampleActions />}
          />
        }
      >
        <SplitView
          width={560}
          first={
            <Pane heading="Vorgänge" aside={<FreshBar count={fresh} onShow={() => setFresh(0)} />} flush>
              <DataTable
                label="Vorgänge"
                rows={sorted}
                sort={sort}
                onSort={setSort}
                selectedId={selected}
                onSelect={setSelected}
                columns={[
                  { key: 'name', label: 'Name', cell: (row) => row.name, sortable: true, width: '2fr' },
                  { key: 'topic', label: 'Worum', cell: (row) => row.topic, width: '2fr' },
                  { key: 'due', label: 'Fällig', cell: (row) => row.due, sortable: true, width: 110 },
                  {
                    key: 'kwh',
                    label: 'Jahr',
                    unit: 'kWh',
                    kind: 'number',
                    cell: (row) => number.format(row.kwh),
                    sortable: true,
                    width: 110,
                  },
                ]}
              />
            </Pane>
          }
          second={
            <SplitView
              width={320}
              fixed="second"
              first={<SampleTask />}
              second={
                <Pane heading="Verlauf">
                  <SampleHistory />
                </Pane>
              }
            />
          }
        />
      </DeskShell>
      <CommandPalette commands={commands} {...palette} />
      <Toasts />
    </DeskProvider>
  )
}

function order(rows: readonly Row[], { key, descending }: DataSort): readonly Row[] {
  const sign = descending ? -1 : 1
  return rows.toSorted((a, b) => {
    if (key === 'kwh') return sign * (a.kwh - b.kwh)
    return sign * (key === 'name' ? a.name.localeCompare(b.name, 'de') : a.due.localeCompare(b.due))
  })
}

function saveReading() {
  announce({
    tone: 'success',
    title: 'Zählerstand gespeichert',
    detail: '42.317,5 kWh am 22. November',
    undo: () => undefined,
  })
}

function SampleActions() {
  return (
    <ActionBar label="Mit Erika Mustermann">
      <DeskDialog
        trigger={
          <DeskButton tone="primary" icon="reading">
            Zählerstand eintragen
          </DeskButton>
        }
        title="Zählerstand eintragen"
      >
        {(close) => <SampleForm close={close} />}
      </DeskDialog>
      <MenuButton
        label="Mehr"
        entries={[
          { id: 'letter', label: 'Brief senden', icon: 'letter', onAction: saveReading },
          { id: 'block', label: 'Mahnung anhalten', icon: 'locked', danger: true, onAction: saveReading },
        ]}
      />
    </ActionBar>
  )
}

function SampleForm({ close }: { readonly close: () => void }) {
  const [value, setValue] = useState(42_317.5)
  const [reason, setReason] = useState<string | null>('regular')
  const [note, setNote] = useState('')
  const [photo, setPhoto] = useState(false)
  return (
    <>
      <DeskNumberField
        label="Stand"
        value={value}
        onChange={setValue}
        min={0}
        hint="Zuletzt 39.904,1 kWh"
        error="Das ist dreimal so viel wie erwartet"
      />
      <DeskSelect
        label="Ablesegrund"
        value={reason}
        onChange={setReason}
        choices={[
          { id: 'regular', label: 'Turnus' },
          { id: 'move', label: 'Umzug' },
        ]}
      />
      <DeskDateField label="Abgelesen am" value={null} onChange={() => undefined} />
      <DeskTextField label="Notiz" value={note} onChange={setNote} rows={3} />
      <DeskCheckbox label="Foto liegt vor" isSelected={photo} onChange={setPhoto} />
      <ActionBar label="Zählerstand">
        <DeskButton
          tone="primary"
          onPress={() => {
            close()
            saveReading()
          }}
        >
          Zählerstand speichern
        </DeskButton>
        <DeskButton tone="quiet" onPress={close}>
          Abbrechen
        </DeskButton>
      </ActionBar>
    </>
  )
}

function SampleTask() {
  return (
    <Pane heading="Zählerstand prüfen" aside={<Badge tone="warning">fällig heute</Badge>}>
      <DeskTabs
        label="Vorgang"
        tabs={[
          {
            id: 'facts',
            label: 'Sachverhalt',
            content: (
              <DefinitionList
                items={[
                  { label: 'Eingegeben', value: '47.317,5 kWh am 22. November 2026' },
                  { label: 'Erwartet', value: '41.850 bis 42.300 kWh' },
                  { label: 'Vermutlich', value: 'Zwei Ziffern vertauscht: 42.317,5 würde passen' },
                ]}
              />
            ),
          },
          { id: 'files', label: 'Fotos', count: 2, content: 'Zwei Fotos' },
        ]}
      />
    </Pane>
  )
}

function SampleHistory() {
  return (
    <Timeline
      items={[
        { state: 'next', icon: 'visit', when: '9. Dezember, 8:00 bis 10:00 Uhr', title: 'Zählertausch Gas' },
        { icon: 'reading', when: 'heute, 9:14 Uhr', title: 'Zählerstand eingegeben' },
        { icon: 'phone', when: '14. November', title: 'Anruf: Fragen zum Abschlag' },
        { icon: 'money', when: '2. November', title: 'Abschlag 84,00 EUR abgebucht' },
      ]}
    />
  )
}

const root = document.getElementById('root')
if (root) createRoot(root).render(<SampleDesk />)
