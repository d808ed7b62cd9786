import { useState } from 'react'
import { Badge } from '#ui'
import { DeskButton, DeskTextField, MenuButton } from '#ui/desk'
import {
  type Block,
  type Body,
  type Design,
  type Editing,
  type Module,
  moved,
  newBlock,
  noWords,
  without,
} from './draft.ts'
import { EditBlock } from './edit-block.tsx'
import { MoveButtons } from './move-buttons.tsx'
import { RulesField } from './rules-field.tsx'
import { useLetterSay } from './texts.ts'
import { useFaultAt } from './words-field.tsx'

const blockKinds = ['paragraph', 'heading', 'list', 'facts', 'highlight', 'table', 'bars', 'payment', 'code'] as const

/** Subject and modules of a kind, in the order in which they stand in the letter. */
export function EditModules(props: {
  readonly body: Body
  readonly library: Design['library']
  readonly editing: Editing
}) {
  const say = useLetterSay()
  const faultAt = useFaultAt(props.editing)
  const { body, library, editing } = props
  const { modules } = body
  const add = (module: Module) => editing.change('modules', [...modules, module])
  const free = library.filter((one) => !modules.some((module) => module.code === one.code))
  return (
    <div className="desk-design-text">
      <div className="desk-words">
        {(['de', 'en'] as const).map((language) => (
          <DeskTextField
            key={language}
            label={say(`subject.${language}`)}
            value={body.title[language]}
            onChange={(text) => editing.change(`title.${language}`, text)}
            error={faultAt(`title.${language}`)}
          />
        ))}
      </div>
      {modules.map((module, at) => (
        <EditModule
          key={module.code}
          at={at}
          module={module}
          known={library.find((one) => one.code === module.code)}
          editing={editing}
          onMove={(by) => editing.change('modules', moved(modules, at, by))}
          onRemove={modules.length > 1 ? () => editing.change('modules', without(modules, at)) : undefined}
          isFirst={at === 0}
          isLast={at === modules.length - 1}
        />
      ))}
      <MenuButton
        label={say('module.add')}
        icon="add"
        entries={[
          { id: 'new', label: say('module.new'), onAction: () => add(newModule(say('module.new'), modules)) },
          ...free.map((one) => ({
            id: one.code,
            label: `${one.name} (${say('module.version', { version: one.version })})`,
            onAction: () => add({ ...one.module, when: [] }),
          })),
        ]}
      />
    </div>
  )
}

function newModule(name: string, modules: readonly Module[]): Module {
  const taken = new Set(modules.map((one) => one.code))
  let number = modules.length + 1
  while (taken.has(`module-${number}`)) number += 1
  const code = `module-${number}-${Math.random().toString(36).slice(2, 6)}`
  return { code, version: 1, name: `${name} ${number}`, when: [], blocks: [{ kind: 'paragraph', text: noWords() }] }
}

function EditModule(props: {
  readonly at: number
  readonly module: Module
  readonly known: Design['library'][number] | undefined
  readonly editing: Editing
  readonly onMove: (by: -1 | 1) => void
  readonly onRemove: (() => void) | undefined
  readonly isFirst: boolean
  readonly isLast: boolean
}) {
  const say = useLetterSay()
  const { at, module, known, editing, onMove, onRemove } = props
  const path = `modules.${at}`
  const faults = editing.faults.filter((fault) => fault.path.startsWith(`${path}.`)).length
  const { name } = module
  const blocks: readonly Block[] = module.blocks
  const [isOpen, setOpen] = useState(false)
  const isOld = known !== undefined && known.version > module.version
  return (
    <details
      className="desk-module"
      open={isOpen || faults > 0}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        <strong>{name}</strong>
        <span className="kw-quiet">{say('module.version', { version: module.version })}</span>
        {faults > 0 && <Badge tone="danger">{say('faults', { count: faults })}</Badge>}
        {isOld && <Badge tone="warning">{say('module.newer', { version: known.version })}</Badge>}
      </summary>
      <div className="desk-module-tools">
        <MoveButtons
          name={name}
          onUp={props.isFirst ? undefined : () => onMove(-1)}
          onDown={props.isLast ? undefined : () => onMove(1)}
          onRemove={onRemove}
        />
        {isOld && (
          <DeskButton
            tone="quiet"
            icon="refresh"
            onPress={() => editing.change(path, { ...known.module, when: module.when })}
          >
            {say('module.takeNewer')}
          </DeskButton>
        )}
        {known && known.usedIn.length > 0 && (
          <span className="kw-quiet">{say('module.usedIn', { kinds: known.usedIn.join(', ') })}</span>
        )}
      </div>
      <DeskTextField
        label={say('module.name')}
        value={name}
        onChange={(text) => editing.change(`${path}.name`, text)}
      />
      <RulesField path={`${path}.when`} rules={module.when} editing={editing} />
      {blocks.map((block, index) => (
        <EditBlock
          // oxlint-disable-next-line react/no-array-index-key -- parts have no identity of their own
          key={index}
          path={`${path}.blocks.${index}`}
          block={block}
          editing={editing}
          onRemove={blocks.length > 1 ? () => editing.change(`${path}.blocks`, without(blocks, index)) : undefined}
          onMove={index === 0 ? undefined : (by) => editing.change(`${path}.blocks`, moved(blocks, index, by))}
        />
      ))}
      <MenuButton
        label={say('block.add')}
        icon="add"
        entries={blockKinds.map((kind) => ({
          id: kind,
          label: say(`block.${kind}`),
          onAction: () => editing.change(`${path}.blocks`, [...blocks, newBlock(kind, editing.parameters)]),
        }))}
      />
    </details>
  )
}
