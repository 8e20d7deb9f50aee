import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { postSolving } from '../../server/platform/identity/captcha.test-support.ts'
import { createHttpClient } from '../support/http-client.ts'
import { tokenIn } from '../support/mailbox.ts'
import type { Person } from '../support/people.ts'
import { type HonestOpenId, startHonestOpenId } from '../support/sign-in/honest-openid.ts'
import {
  accessibilityFaults,
  appears,
  browser,
  isForAll,
  openStage,
  pathInMail,
  type Stage,
  type Visitor,
} from './stage.ts'

const PUBLIC_URL = 'http://localhost:3000'
const PHONE = '+491511234567'
const password = 'granite otter violin nine'
const iphone = { userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/605.1' }

async function signOut({ page }: Visitor): Promise<void> {
  await page.getByRole('button', { name: 'Sign out', exact: true }).first().click()
  await page
    .getByRole('heading', { name: 'Sign in' })
    .or(page.getByRole('link', { name: 'Sign in' }))
    .first()
    .waitFor()
}

describe('what an account rests on', { skip: browser.skip }, () => {
  let stage: Stage
  let acme: HonestOpenId
  before(async () => {
    acme = await startHonestOpenId({ redirectUri: `${PUBLIC_URL}/api/auth/oauth/acme/callback` })
    const { url: issuer, clientId, clientSecret } = acme
    stage = await openStage({
      atPublicUrl: true,
      application: acme.url,
      environment: {
        PUBLIC_URL,
        MFA_REQUIRED_ROLES: 'reviewer',
        OIDC_PROVIDERS: JSON.stringify([{ id: 'acme', title: 'Acme', issuer, clientId, clientSecret }]),
      },
    })
  })
  afterEach(() => stage.quiet())
  after(async () => {
    await stage.close()
    await acme.close()
  })

  async function signedIn(person: Pick<Person, 'email' | 'password'>, options: object = {}): Promise<Visitor> {
    const visitor = await stage.visitor(options)
    await visitor.signIn(person)
    await visitor.open('/account')
    return visitor
  }

  /** The code in the newest message to a phone or an address. */
  async function codeTo(address: string): Promise<string> {
    const mails = await stage.server.mailbox()
    const text = mails.findLast(({ to, text: body }) => to.address === address && /\b\d{6}\b/.test(body))?.text ?? ''
    return /\b(\d{6})\b/.exec(text)?.[1] ?? `no code was sent to ${address}`
  }

  /** Gives the person another address by the API, and follows the link. */
  async function moveTo({ http }: Person, newEmail: string): Promise<void> {
    assert.equal((await http.post('/api/auth/email', { newEmail })).status, 202)
    const token = tokenIn(await stage.server.mailbox(), newEmail, 'identity.email-confirm')
    assert.equal((await stage.server.people.anonymous().post('/api/auth/email/confirm', { token })).status, 204)
  }

  test('an account at a provider is linked, signs in, is refused to somebody else, and is unlinked', async () => {
    const [person, other] = [await stage.server.people.signedIn(), await stage.server.people.signedIn()]
    acme.people.set('zoe', { email: 'zoe@elsewhere.example', email_verified: false, name: 'Zoe' })
    const visitor = await signedIn(person)
    const { page, open } = visitor
    acme.person = null
    await page.getByRole('button', { name: 'Link Acme' }).click()
    assert.ok(await appears(page.getByRole('alert').getByText('You turned back at the provider')))
    assert.deepEqual(await accessibilityFaults(page), [])
    acme.person = 'zoe'
    await page.getByRole('button', { name: 'Link Acme' }).click()
    const linked = page.getByRole('list', { name: 'Linked accounts' }).getByText('Acme', { exact: true })
    await linked.waitFor()
    assert.equal(await page.getByRole('alert').count(), 0, 'what went wrong before is gone')
    const events = page.getByRole('list', { name: 'Security events' }).getByRole('listitem')
    assert.ok(await appears(events.filter({ hasText: 'federation.identity.linked' }).getByText('You, from')))
    await isForAll(page)
    await signOut(visitor)

    await open('/login')
    await page.getByRole('link', { name: 'Sign in with Acme' }).click()
    await page.getByRole('button', { name: 'Sign out', exact: true }).first().waitFor()
    const stranger = await signedIn(other)
    await stranger.page.getByRole('button', { name: 'Link Acme' }).click()
    assert.ok(await appears(stranger.page.getByRole('alert').getByText('linked to somebody else')))

    await open('/account')
    await page.getByRole('button', { name: 'Unlink Acme' }).click()
    await page.getByRole('button', { name: 'Unlink', exact: true }).click()
    assert.ok(await appears(page.getByText('Acme is a way in no longer.')))
    assert.ok(await appears(page.getByText('Link one to sign in with it.')))
    await signOut(visitor)
    await open('/login')
    await page.getByRole('link', { name: 'Sign in with Acme' }).click()
    assert.ok(await appears(page.getByRole('alert').getByText('link it on your account')))
    assert.deepEqual(await accessibilityFaults(page), [])
  })

  test('a role that demands a second factor leads to setting one up, by text message, before anything else', async () => {
    const reviewer = await stage.server.people.signedIn('reviewer')
    const visitor = await stage.visitor()
    const { page, open } = visitor
    await visitor.signIn(reviewer)
    await open('/review/tracks')
    assert.ok(await appears(page.getByRole('heading', { name: 'A second factor is needed' })))
    await page.getByRole('link', { name: 'Go to your account' }).click()
    await page.getByRole('status').getByText('Set one up here').waitFor()
    assert.equal(await page.getByRole('alert').count(), 0, 'no part of the page fails meanwhile')
    await isForAll(page)

    await page.getByRole('button', { name: 'Add a phone' }).click()
    await page.getByRole('textbox', { name: 'Phone number' }).fill('0151 2345678')
    await page.getByRole('button', { name: 'Send a code' }).click()
    assert.ok(await appears(page.getByRole('alert').getByText('This is not a phone number')))
    await page.getByRole('textbox', { name: 'Phone number' }).fill(PHONE)
    await page.getByRole('button', { name: 'Send a code' }).click()
    await page.getByText(/^We sent a code to/).waitFor()
    await page.getByLabel('Code', { exact: true }).fill('000000')
    await page.getByRole('button', { name: 'Confirm', exact: true }).click()
    await page.getByRole('alert').first().waitFor()
    await page.getByLabel('Code', { exact: true }).fill(await codeTo(PHONE))
    await page.getByRole('button', { name: 'Confirm', exact: true }).click()
    await page.getByRole('list', { name: 'Backup codes' }).waitFor()
    await page.getByRole('status').getByText('Set one up here').waitFor({ state: 'detached' })
    assert.deepEqual(await accessibilityFaults(page), [])
    await open('/review/tracks')
    assert.ok(await appears(page.getByRole('heading', { level: 1, name: 'Submitted tracks' })))
    await signOut(visitor)

    await open('/login')
    await page.getByLabel('E-mail').fill(reviewer.email)
    await page.getByLabel('Password', { exact: true }).fill(reviewer.password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('heading', { name: 'One more step' }).waitFor()
    await page.getByRole('button', { name: 'Send a code' }).click()
    await page.getByText('The code is on its way.').waitFor()
    await page.getByLabel('Code', { exact: true }).fill(await codeTo(PHONE))
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('button', { name: 'Sign out', exact: true }).first().waitFor()
  })

  test('devices that signed in are listed, and one that is forgotten is a stranger again', async () => {
    const person = await stage.server.people.signedIn()
    const phone = await stage.visitor(iphone)
    await phone.signIn(person)
    const { page, open } = await signedIn(person)
    const devices = page.getByRole('list', { name: 'Devices' }).getByRole('listitem')
    await devices.first().waitFor()
    assert.equal(await devices.count(), 2)
    assert.ok(await appears(devices.filter({ hasText: 'This browser' })))
    await page.getByRole('button', { name: 'Forget Safari on iOS' }).click()
    assert.ok(await appears(page.getByText('Safari on iOS counts as a stranger again.')))
    await open('/account')
    await devices.first().waitFor()
    assert.equal(await devices.count(), 1)
    await phone.open('/account')
    assert.ok(await appears(phone.page.getByRole('heading', { name: 'Your account' })), 'its session goes on')
  })

  test('an account that strangers have locked is opened by the link its owner is mailed', async () => {
    const person = await stage.server.people.signedIn()
    const stranger = createHttpClient(stage.server.url)
    for (let tries = 0; tries < 5; tries += 1)
      await postSolving(stranger, '/api/auth/login', { email: person.email, password: `not the password ${tries}` })
    const visitor = await stage.visitor()
    const { page, open } = visitor
    await open('/login')
    await page.getByLabel('E-mail').fill(person.email)
    await page.getByLabel('Password', { exact: true }).fill(person.password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('alert').first().waitFor()
    const link = await pathInMail(stage.server, person.email, /\/unlock#token=/)
    await open(link)
    await isForAll(page)
    await page.getByRole('button', { name: 'Unlock', exact: true }).click()
    assert.ok(await appears(page.getByRole('heading', { name: 'Your account is unlocked' })))
    assert.deepEqual(await accessibilityFaults(page), [])
    await visitor.signIn(person)
    const again = await stage.visitor()
    await again.open(link)
    await again.page.getByRole('button', { name: 'Unlock', exact: true }).click()
    assert.ok(await appears(again.page.getByRole('alert')), 'the link worked once')
  })

  test('a change of address is taken back by the link of the former one; keys wait for a word, and events tell of it', async () => {
    const person = await stage.server.people.signedIn()
    assert.equal((await person.http.post('/api/api-keys', { name: 'Nightly', scopes: [] })).status, 201)
    const thief = await signedIn(person)
    await moveTo(person, `moved.${person.email}`)
    const { page, open } = await stage.visitor()
    await open(await pathInMail(stage.server, person.email, /\/revert-email#token=/))
    await isForAll(page)
    await page.getByRole('button', { name: 'Take it back' }).click()
    assert.ok(await appears(page.getByRole('heading', { name: 'The change is taken back' })))
    assert.deepEqual(await accessibilityFaults(page), [])
    await thief.open('/account')
    assert.ok(await appears(thief.page.getByRole('heading', { name: 'Sign in' })))
    await open(await pathInMail(stage.server, person.email, /\/reset-password#token=/))
    await page.getByLabel('New password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Set the password' }).click()
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()

    const owner = await signedIn({ email: person.email, password })
    const events = owner.page.getByRole('list', { name: 'Security events' })
    for (const action of ['identity.password.reset', 'identity.email.reverted', 'identity.email.changed'])
      assert.ok(await appears(events.getByText(action)))
    await owner.open('/api-keys')
    const key = owner.page.getByRole('list', { name: 'API keys' }).getByRole('listitem').filter({ hasText: 'Nightly' })
    assert.ok(await appears(key.getByText('Look at it')))
    await isForAll(owner.page)
    await key.getByRole('button', { name: 'Keep Nightly' }).click()
    await key.getByText('Look at it').waitFor({ state: 'detached' })
    assert.ok(await appears(owner.page.getByText('Nightly stays.')))
  })
})
