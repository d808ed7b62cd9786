import { ActionBar, DeskButton, DeskDialog, DeskTextField } from '#ui/desk'
import { useSay } from '../texts.tsx'

export type Secret = { readonly name: string; readonly clientId?: string; readonly secret: string }

/** The one time at which a secret can be read. */
export function ShownSecret({ secret, onDone }: { readonly secret: Secret; readonly onDone: () => void }) {
  const say = useSay()
  return (
    <DeskDialog
      isOpen
      urgent
      onOpenChange={(isOpen) => {
        if (!isOpen) onDone()
      }}
      title={say('machines.secretTitle', { name: secret.name })}
    >
      <p>{say('machines.secretText')}</p>
      {secret.clientId && (
        <DeskTextField label={say('machines.clientId')} value={secret.clientId} onChange={() => undefined} />
      )}
      <DeskTextField label={say('machines.secret')} value={secret.secret} onChange={() => undefined} />
      <ActionBar label={say('machines.copied')}>
        <DeskButton tone="primary" onPress={onDone}>
          {say('machines.copied')}
        </DeskButton>
      </ActionBar>
    </DeskDialog>
  )
}
