import type { CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildPages } from '../../launch/pages.ts'
import { ALL_RULES, axeFindings, type PortalHouse, portalHouse, signIn } from './portal-house.ts'

let portal: PortalHouse
beforeAll(async () => {
  await buildPages(AbortSignal.timeout(60_000))
  portal = await portalHouse()
}, 120_000)
afterAll(() => portal?.end())

type Device = { readonly cdp: CDPSession; readonly id: string }

/** A device that knows its owner by fingerprint, as Chromium plays it (DevTools domain WebAuthn). */
async function deviceOn(page: Page): Promise<Device> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return { cdp, id: authenticatorId }
}
/** Whether the person touches the device when it asks. */
const touches = ({ cdp, id }: Device, enabled: boolean) =>
  cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId: id, enabled })
const button = (page: Page, name: string) => page.getByRole('button', { name })

test('a passkey is made, offered where the e-mail is typed, and signs in; the wrong owner gets nowhere', async () => {
  const page = await portal.open()
  const device = await deviceOn(page)
  await signIn(page, portal.origin)
  await page.goto(`${portal.origin}/konto/passkeys`)
  expect(await axeFindings(page, ALL_RULES)).toEqual([])
  await button(page, 'Passkey einrichten').click()
  await page.waitForURL(`${portal.origin}/konto/passkeys?getan=neu`)
  const { credentials } = await device.cdp.send('WebAuthn.getCredentials', { authenticatorId: device.id })
  expect(credentials).toHaveLength(1)
  expect(credentials[0]).toMatchObject({ isResidentCredential: true, rpId: 'localhost' })

  // Conditional UI: the browser offers it by itself; the person touches the device.
  await page.context().clearCookies()
  await page.goto(`${portal.origin}/anmelden?next=/konto`)
  await page.waitForURL(`${portal.origin}/konto`)

  // By the button: nothing is offered before, because nobody touches the device.
  await page.context().clearCookies()
  await touches(device, false)
  await page.goto(`${portal.origin}/anmelden`)
  expect(await axeFindings(page, ALL_RULES)).toEqual([])
  await touches(device, true)
  await button(page, 'Mit Passkey anmelden').click()
  await page.waitForURL(`${portal.origin}/uebersicht`)

  // A finger that the device does not know.
  await page.context().clearCookies()
  await device.cdp.send('WebAuthn.setUserVerified', { authenticatorId: device.id, isUserVerified: false })
  await page.goto(`${portal.origin}/anmelden`)
  await button(page, 'Mit Passkey anmelden').click()
  await page.getByText('Das hat nicht geklappt').waitFor()
  expect(new URL(page.url()).pathname).toBe('/anmelden')
  await page.context().close()
})

test('a passkey confirms who it is before another one is changed', async () => {
  const page = await portal.open()
  const device = await deviceOn(page)
  await touches(device, true)
  await signIn(page, portal.origin)
  await page.goto(`${portal.origin}/konto/passkeys`)
  await button(page, 'Passkey einrichten').click()
  await page.waitForURL(`${portal.origin}/konto/passkeys?getan=neu`)
  await page.goto(`${portal.origin}/bestaetigen?next=/konto/passkeys`)
  expect(await axeFindings(page, ALL_RULES)).toEqual([])
  const before = (await page.context().cookies()).find((one) => one.name === '__Host-kw-portal')?.value
  await button(page, 'Mit Passkey bestätigen').click()
  await page.waitForURL(`${portal.origin}/konto/passkeys`)
  const after = (await page.context().cookies()).find((one) => one.name === '__Host-kw-portal')?.value
  expect(after).not.toBe(before)
  await page.context().close()
})

test('without script the page says so, and the other ways in are there', async () => {
  const page = await portal.open({ javaScriptEnabled: false })
  await signIn(page, portal.origin)
  await page.goto(`${portal.origin}/konto/passkeys`)
  expect(await page.locator('noscript').innerText()).toContain('braucht Ihr Browser JavaScript')
  expect(await button(page, 'Passkey einrichten').isVisible()).toBe(false)
  await page.context().close()
})
