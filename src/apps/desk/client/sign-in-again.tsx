import { useEffect } from 'react'
import { DeskButton, DeskDialog } from '#ui/desk'
import { call } from './api/call.ts'
import { endpoints } from './api/endpoints.ts'
import { signedInAgain, signInAgainHref, tellSignedIn, useSignInNeeded } from './api/session.ts'
import { useSay } from './texts.tsx'

/** Asked when the session has ended. The page behind keeps everything that was typed. */
export function SignInAgain() {
  const say = useSay()
  const needed = useSignInNeeded()
  return (
    <DeskDialog
      isOpen={needed}
      onOpenChange={(isOpen) => isOpen || signedInAgain()}
      title={say('session.title')}
      urgent
    >
      <p>{say('session.text')}</p>
      <div className="desk-actions">
        <DeskButton tone="primary" icon="enter" onPress={() => window.open(signInAgainHref, '_blank')}>
          {say('session.signIn')}
        </DeskButton>
        <DeskButton onPress={signedInAgain}>{say('session.done')}</DeskButton>
      </div>
    </DeskDialog>
  )
}

/** Where the new sign-in comes back to: tells the other tabs and closes. */
export function SignedInAgain() {
  const say = useSay()
  useEffect(() => {
    void call(endpoints.me, {}).then(() => {
      tellSignedIn()
      window.close()
    })
  }, [])
  return (
    <main className="desk-state">
      <h1 className="kw-h-m">{say('session.welcome')}</h1>
      <p>{say('session.close')}</p>
      <p>
        <a href="/desk">{say('session.desk')}</a>
      </p>
    </main>
  )
}
