import { IconButton } from '#ui/desk'
import { useLetterSay } from './texts.ts'

/** Up, down, away: what one does with an entry of a list. */
export function MoveButtons(props: {
  readonly name: string
  readonly onUp?: (() => void) | undefined
  readonly onDown?: (() => void) | undefined
  readonly onRemove?: (() => void) | undefined
}) {
  const say = useLetterSay()
  const { name, onUp, onDown, onRemove } = props
  return (
    <>
      {onUp && (
        <span className="desk-turned">
          <IconButton icon="previous" label={say('module.up', { name })} onPress={onUp} />
        </span>
      )}
      {onDown && (
        <span className="desk-turned">
          <IconButton icon="next" label={say('module.down', { name })} onPress={onDown} />
        </span>
      )}
      {onRemove && <IconButton icon="less" label={say('module.remove', { name })} onPress={onRemove} />}
    </>
  )
}
