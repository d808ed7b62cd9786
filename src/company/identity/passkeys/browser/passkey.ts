import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser'

/**
 * Passkeys on pages of the portal. A form with `data-kw-passkey="OPTIONS-PATH"` stays hidden where the browser cannot do it;
 * sent, it asks for options, lets the device answer, and goes to the server as an ordinary form with the answer in it.
 */
const forms = document.querySelectorAll<HTMLFormElement>('form[data-kw-passkey]')

async function optionsOf(form: HTMLFormElement): Promise<never> {
  const answer = await fetch(form.dataset['kwPasskey'] ?? '', {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: '{}',
  })
  // What is wrong is said by the ordinary page.
  if (!answer.ok) throw new Error(String(answer.status))
  return (await answer.json()) as never
}

function send(form: HTMLFormElement, answer: unknown): void {
  const field = form.elements.namedItem('answer')
  if (field instanceof HTMLInputElement) field.value = JSON.stringify(answer)
  form.submit()
}

/** Where the person cancels, or the device has no passkey, the page says so and nothing is lost. */
function showFailure(form: HTMLFormElement): void {
  const said = form.querySelector<HTMLElement>('[data-kw-failed]')
  if (said) said.hidden = false
}

for (const form of browserSupportsWebAuthn() ? forms : []) {
  const makes = form.dataset['kwMakes'] !== undefined
  form.hidden = false
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const work = async () => {
      const optionsJSON = await optionsOf(form)
      send(form, makes ? await startRegistration({ optionsJSON }) : await startAuthentication({ optionsJSON }))
    }
    work().catch(() => showFailure(form))
  })
}

/** The browser offers passkeys where the e-mail address is typed (conditional UI); nothing happens until one is chosen. */
const autofill = document.querySelector<HTMLFormElement>('form[data-kw-autofill]')
if (autofill && (await browserSupportsWebAuthnAutofill())) {
  const offer = async () => {
    const optionsJSON = await optionsOf(autofill)
    send(autofill, await startAuthentication({ optionsJSON, useBrowserAutofill: true }))
  }
  // Whoever types a password instead leaves the page, which ends the offer.
  offer().catch(() => undefined)
}
