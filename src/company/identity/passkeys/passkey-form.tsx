import { Button, Notice } from '#ui'

export const SIGN_IN_OPTIONS = '/api/passkeys/sign-in-options'
export const CONFIRM_OPTIONS = '/api/passkeys/confirm-options'
export const REGISTER_OPTIONS = '/api/passkeys/register-options'

/** A button that needs script and a browser with passkeys; where one is missing it stays hidden (browser/passkey.ts). */
export function PasskeyForm(props: {
  readonly action: string
  /** Where the script asks for what the device shall sign. */
  readonly options: string
  readonly next?: string | undefined
  /** True if a new passkey is made. */
  readonly makes?: boolean
  /** True if the browser may offer passkeys at the field of the e-mail address. */
  readonly autofill?: boolean
  readonly button: string
  readonly failed: string
}) {
  return (
    <form
      className="kw-form"
      action={props.action}
      method="post"
      hidden
      data-kw-passkey={props.options}
      data-kw-makes={props.makes ? '' : undefined}
      data-kw-autofill={props.autofill ? '' : undefined}
    >
      <input type="hidden" name="answer" />
      {props.next && <input type="hidden" name="next" value={props.next} />}
      <div role="status">
        <div hidden data-kw-failed="">
          <Notice tone="warning">{props.failed}</Notice>
        </div>
      </div>
      <Button tone={props.makes ? 'primary' : 'secondary'} icon="key">
        {props.button}
      </Button>
    </form>
  )
}
