import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { signInByBearer } from '../support/identity.ts'
import type { Person } from '../support/people.ts'
import { asBearer, enrolTotp } from '../support/totp.ts'
import { accessibilityFaults, appears, browser, openStage, pathInMail, type Stage, type Visitor } from './stage.ts'

const MAILED_MS_MAX = 20_000

/** Chromium's own authenticator for tests: a passkey in the device that verifies its user. */
async function giveAuthenticator(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
    },
  })
}

async function signOut({ page }: Visitor): Promise<void> {
  await page.getByRole('button', { name: 'Sign out', exact: true }).first().click()
  await page
    .getByRole('heading', { name: 'Sign in' })
    .or(page.getByRole('link', { name: 'Sign in' }))
    .first()
    .waitFor()
}

async function enterPassword({ page, open }: Visitor, { email, password }: Person): Promise<void> {
  await open('/login')
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** Adds an authenticator app on the account page; its seed, and the backup codes that came with it. */
async function addApp({ page, open }: Visitor): Promise<{ totp: TOTP; codes: string[] }> {
  await open('/account')
  await page.getByRole('button', { name: 'Add an authenticator app' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('img', { name: 'QR code for the authenticator app' }).waitFor()
  const secret = (await page.getByText(/^Key: /).innerText()).replace('Key: ', '').trim()
  const totp = new TOTP({ secret })
  await page.getByLabel('Code', { exact: true }).fill(totp.generate())
  await page.getByRole('button', { name: 'Confirm', exact: true }).click()
  await page.getByRole('list', { name: 'Backup codes' }).waitFor()
  const codes = await page.getByRole('list', { name: 'Backup codes' }).getByRole('listitem').allInnerTexts()
  return { totp, codes }
}

describe('second factors', { skip: browser.skip }, () => {
  let stage: Stage
  before(async () => {
    stage = await openStage({ atPublicUrl: true })
  })
  afterEach(() => stage.quiet())
  after(() => stage.close())

  test('an authenticator app is set up by QR code, comes with backup codes, and is asked for at the next sign-in', async () => {
    const person = await stage.server.people.signedIn()
    const visitor = await stage.visitor()
    await visitor.signIn(person)
    const { totp, codes } = await addApp(visitor)
    assert.equal(codes.length, 10)
    assert.deepEqual(await accessibilityFaults(visitor.page), [])
    await signOut(visitor)

    await enterPassword(visitor, person)
    assert.ok(await appears(visitor.page.getByRole('heading', { name: 'One more step' })))
    assert.deepEqual(await accessibilityFaults(visitor.page), [])
    await visitor.page.getByLabel('Code', { exact: true }).fill('000000')
    await visitor.page.getByRole('button', { name: 'Continue' }).click()
    assert.ok(await appears(visitor.page.getByRole('alert')))
    await visitor.page.getByText('Backup code', { exact: true }).click()
    await visitor.page
      .getByLabel('Backup code')
      .last()
      .fill(codes[0] ?? '')
    await visitor.page.getByRole('button', { name: 'Continue' }).click()
    await visitor.page.getByRole('button', { name: 'Sign out', exact: true }).first().waitFor()
    await visitor.open('/account')
    assert.ok(await appears(visitor.page.getByText('Backup codes left: 9')))
    assert.ok(totp)
  })

  test('a passkey is made, signs in without a password, and its removal asks for proof', async () => {
    const person = await stage.server.people.signedIn()
    const visitor = await stage.visitor()
    const { page, open } = visitor
    await open('/login')
    await giveAuthenticator(page)
    await visitor.signIn(person)
    await open('/account')
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByLabel('Name of the passkey').fill('Laptop')
    await page.getByRole('button', { name: 'Make the passkey' }).click()
    assert.ok(await appears(page.getByRole('list', { name: 'Your second factors' }).getByText('Laptop')))
    await signOut(visitor)

    await open('/login')
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await page.getByRole('button', { name: 'Sign out', exact: true }).first().waitFor()
    await signOut(visitor)

    await enterPassword(visitor, person)
    await page.getByRole('button', { name: 'Use the passkey' }).click()
    await page.getByRole('button', { name: 'Sign out', exact: true }).first().waitFor()
    await open('/account')
    await page.getByRole('button', { name: 'Remove Laptop' }).click()
    await page.getByRole('button', { name: 'Remove', exact: true }).click()
    assert.ok(await appears(page.getByText('Laptop is removed.')))
  })

  test('a session that proved the password alone proves the factor as well before the password changes', async () => {
    const person = await stage.server.people.signedIn()
    const visitor = await stage.visitor()
    const { page, open } = visitor
    await visitor.signIn(person)
    const { accessToken } = await signInByBearer(stage.server.url, person)
    const app = await enrolTotp(asBearer(stage.server.url, accessToken))
    await open('/account')
    await page.getByLabel('Present password', { exact: true }).fill(person.password)
    await page.getByLabel('New password', { exact: true }).fill('granite otter violin nine')
    await page.getByRole('button', { name: 'Change the password' }).click()
    const dialog = page.getByRole('dialog', { name: 'Prove that it is you' })
    await dialog.getByLabel('Code', { exact: true }).fill(app.code())
    await dialog.getByRole('button', { name: 'Continue' }).click()
    assert.ok(await appears(page.getByText('Your password is changed.')))
  })

  test('codes by mail are a second factor too, and a trusted browser is not asked again until trust is taken back', async () => {
    const person = await stage.server.people.signedIn()
    const visitor = await stage.visitor()
    const { page, open } = visitor
    await visitor.signIn(person)
    await open('/account')
    await page.getByRole('button', { name: 'Add codes by mail' }).click()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByText('We sent a code to your address.').waitFor()
    const enrolled = await codeInMail(stage, person.email)
    await page.getByLabel('Code', { exact: true }).fill(enrolled)
    await page.getByRole('button', { name: 'Confirm', exact: true }).click()
    await page.getByRole('list', { name: 'Backup codes' }).waitFor()
    await signOut(visitor)

    await enterPassword(visitor, person)
    await page.getByRole('button', { name: 'Send a code' }).click()
    await page.getByText('The code is on its way.').waitFor()
    await page.getByLabel('Code', { exact: true }).fill(await codeInMail(stage, person.email, enrolled))
    await page.getByLabel('Do not ask again in this browser for 30 days').check()
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('button', { name: 'Sign out', exact: true }).first().waitFor()
    await signOut(visitor)

    await visitor.signIn(person)
    await open('/account')
    await page.getByRole('button', { name: /no longer$/ }).click()
    assert.ok(await appears(page.getByText('You are asked for a second factor in every browser.')))
    await signOut(visitor)
    await enterPassword(visitor, person)
    assert.ok(await appears(page.getByRole('heading', { name: 'One more step' })))
  })

  test('a link by mail signs in with one click', async () => {
    const person = await stage.server.people.signedIn()
    const { page, open } = await stage.visitor()
    await open('/login')
    await page.getByRole('link', { name: 'Sign in by mail' }).click()
    await page.getByRole('heading', { name: 'Sign in by mail' }).waitFor()
    await page.getByLabel('E-mail').fill(person.email)
    await page.getByRole('button', { name: 'Mail me a link' }).click()
    await page.getByRole('heading', { name: 'Look at your mail' }).waitFor()
    await open(await pathInMail(stage.server, person.email, /magic-link#token=/))
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('button', { name: 'Sign out', exact: true }).first().waitFor()
  })

  test('after wrong passwords the browser proves work by itself, and the right password signs in', async () => {
    const person = await stage.server.people.signedIn()
    const visitor = await stage.visitor()
    for (let wrong = 0; wrong < 3; wrong += 1) {
      await enterPassword(visitor, { ...person, password: 'not this one at all' })
      await visitor.page.getByRole('alert').first().waitFor()
    }
    await enterPassword(visitor, person)
    await visitor.page.getByRole('button', { name: 'Sign out', exact: true }).first().waitFor()
  })
})

/** The newest code that was mailed, other than `former`: the page tells that it is on its way, which it may still be. */
async function codeInMail(stage: Stage, address: string, former?: string): Promise<string> {
  for (const startedMs = performance.now(); performance.now() - startedMs < MAILED_MS_MAX; await sleep(50)) {
    const mails = await stage.server.mailbox()
    const text = mails.findLast(({ to, text: body }) => to.address === address && /\b\d{6}\b/.test(body))?.text ?? ''
    const code = /\b(\d{6})\b/.exec(text)?.[1]
    if (code !== undefined && code !== former) return code
  }
  throw new Error(`no code was mailed to ${address}`)
}
