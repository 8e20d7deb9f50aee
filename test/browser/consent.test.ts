import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, afterEach, before, describe, test } from 'node:test'
import * as client from 'openid-client'
import type { Locator } from 'playwright-core'
import type { Person } from '../support/people.ts'
import { accessibilityFaults, appears, browser, openStage, type Stage, type Visitor } from './stage.ts'

interface Started {
  readonly url: URL
  readonly checks: client.AuthorizationCodeGrantChecks
}

/** The application that people come back to: a page of its own, outside of the console. */
async function startApplication(): Promise<Server> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html')
    response.end('<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Newsroom</title><h1>Back</h1>')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

async function enter({ page }: Visitor, { email, password }: Person): Promise<void> {
  await page.getByRole('heading', { name: 'Sign in', exact: true }).waitFor()
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

function connected({ page }: Visitor): Locator {
  return page.getByRole('list', { name: 'Applications' }).getByRole('listitem')
}

describe('an application that signs people in with this server', { skip: browser.skip }, () => {
  let stage: Stage
  let application: Server
  let origin: string
  let administrator: Person
  before(async () => {
    application = await startApplication()
    origin = `http://127.0.0.1:${(application.address() as AddressInfo).port}`
    stage = await openStage({ atPublicUrl: true, application: origin })
    administrator = await stage.server.people.signedIn('administrator')
  })
  afterEach(() => stage.quiet())
  after(async () => {
    await stage.close()
    application.closeAllConnections()
    application.close()
  })

  /** Registers it on the console's page; the application's own library reads the rest from the server. */
  async function register(name: string): Promise<client.Configuration> {
    const { page, open, signIn } = await stage.visitor()
    await signIn(administrator)
    await open('/connected-applications')
    await page.getByLabel('Name').fill(name)
    await page.getByLabel('Redirect addresses').fill(`${origin}/callback`)
    assert.ok(await page.getByLabel('It has a server that can keep a secret').isChecked())
    await page.getByRole('button', { name: 'Register' }).click()
    const notice = page.getByRole('status').filter({ hasText: 'Keep it now: it is not shown again.' })
    const secret = await notice.getByRole('code').innerText()
    const panel = page.getByRole('region', { name, exact: true })
    const id = await panel.getByRole('code').innerText()
    assert.ok(await appears(panel.getByText(`${origin}/callback`)))
    assert.deepEqual(await accessibilityFaults(page), [])
    const { publicUrl } = stage.server.config.server
    return await client.discovery(new URL('/oidc', publicUrl), id, {}, client.ClientSecretBasic(secret), {
      execute: [client.allowInsecureRequests],
      [client.customFetch]: ((url: string, init: RequestInit) =>
        fetch(url.replace(publicUrl.origin, stage.server.url), init)) as client.CustomFetch,
    })
  }

  /** The application sends the browser here to learn who sits before it. */
  async function start(configuration: client.Configuration, more: Record<string, string> = {}): Promise<Started> {
    const verifier = client.randomPKCECodeVerifier()
    const [state, nonce] = [client.randomState(), client.randomNonce()]
    const url = client.buildAuthorizationUrl(configuration, {
      redirect_uri: `${origin}/callback`,
      scope: 'openid profile email offline_access',
      prompt: 'consent',
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
      ...more,
    })
    return { url, checks: { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce } }
  }

  /** The address of the application that the browser ends at. */
  async function back({ page }: Visitor): Promise<URL> {
    await page.waitForURL(`${origin}/callback?**`)
    return new URL(page.url())
  }

  async function recorded(person: Person): Promise<string[]> {
    const { items } = (await administrator.http.get(`/api/audit?action=provider.consent&actor=${person.id}`)).body
    return items.map(({ action }: { action: string }) => action).toReversed()
  }

  test('learns nothing from a person who refuses, and who it is from one who allows it, until that is taken back', async () => {
    const newsroom = await register('Newsroom')
    const person = await stage.server.people.signedIn()
    const visitor = await stage.visitor()
    const { page, open } = visitor
    const first = await start(newsroom)
    await page.goto(first.url.href)
    await enter(visitor, person)
    assert.ok(await appears(page.getByRole('heading', { name: 'Sign in to Newsroom' })))
    assert.ok(await appears(page.getByText(`You go on to 127.0.0.1`)))
    for (const words of ['that it is you, and nobody else', 'your name', 'your e-mail address', /while you are away/])
      assert.ok(await appears(page.getByRole('main').getByRole('listitem').filter({ hasText: words })))
    assert.deepEqual(await accessibilityFaults(page), [])
    await page.getByRole('button', { name: 'Refuse' }).click()
    const refused = await back(visitor)
    await assert.rejects(client.authorizationCodeGrant(newsroom, refused, first.checks), { error: 'access_denied' })
    assert.deepEqual(await recorded(person), [])

    const second = await start(newsroom)
    await page.goto(second.url.href)
    await page.getByRole('button', { name: 'Continue' }).click()
    const tokens = await client.authorizationCodeGrant(newsroom, await back(visitor), second.checks)
    const info = await client.fetchUserInfo(newsroom, tokens.access_token, person.id)
    assert.deepEqual(info, { sub: person.id, name: 'A person', email: person.email, email_verified: true })
    assert.deepEqual(await recorded(person), ['provider.consent.given'])
    const refreshed = await client.refreshTokenGrant(newsroom, tokens.refresh_token ?? '')

    await open('/account')
    assert.ok(await appears(connected(visitor).getByText('Newsroom', { exact: true })))
    assert.ok(await appears(connected(visitor).getByText(/^Knows that it is you, and nobody else; your name/)))
    await page.getByRole('button', { name: 'Disconnect Newsroom' }).click()
    assert.deepEqual(await accessibilityFaults(page), [])
    await page.getByRole('button', { name: 'Disconnect', exact: true }).click()
    await connected(visitor).waitFor({ state: 'detached' })
    assert.deepEqual(await recorded(person), ['provider.consent.given', 'provider.consent.withdrawn'])
    await assert.rejects(client.refreshTokenGrant(newsroom, refreshed.refresh_token ?? ''), { error: 'invalid_grant' })
    await assert.rejects(client.fetchUserInfo(newsroom, refreshed.access_token, person.id), { status: 401 })

    const third = await start(newsroom)
    await page.goto(third.url.href)
    assert.ok(await appears(page.getByText('Newsroom will know:')), 'it has to ask again')
  })

  test('is not asked for twice what was allowed once', async () => {
    const wire = await register('Wire')
    const person = await stage.server.people.signedIn()
    const visitor = await stage.visitor()
    await visitor.page.goto((await start(wire)).url.href)
    await enter(visitor, person)
    await visitor.page.getByRole('button', { name: 'Continue' }).click()
    await back(visitor)
    const again = await start(wire, { prompt: '' })
    await visitor.page.goto(again.url.href)
    const tokens = await client.authorizationCodeGrant(wire, await back(visitor), again.checks)
    assert.equal(tokens.claims()?.sub, person.id)
    await visitor.page.goto((await start(wire)).url.href)
    assert.ok(await appears(visitor.page.getByText('Wire will know:')), 'it asks to be asked about')
  })

  test('has a person prove who they are again when it wants to, though nothing new is asked', async () => {
    const bank = await register('Bank')
    const person = await stage.server.people.signedIn()
    const visitor = await stage.visitor()
    const { page } = visitor
    await page.goto((await start(bank)).url.href)
    await enter(visitor, person)
    await page.getByRole('button', { name: 'Continue' }).click()
    await back(visitor)
    // Instants of the protocol are whole seconds: the proof above is of one before.
    const second = (): number => Math.floor(Date.now() / 1000)
    for (const signedInBy = second(); second() <= signedInBy; ) await page.waitForTimeout(50)
    const again = await start(bank, { prompt: 'login', max_age: '600' })
    const asked = second()
    await page.goto(again.url.href)
    const dialog = page.getByRole('dialog', { name: 'Prove that it is you' })
    assert.ok(await appears(dialog.getByLabel('Password', { exact: true })))
    assert.deepEqual(await accessibilityFaults(page), [])
    await page.keyboard.press('Escape')
    assert.ok(await appears(page.getByText('It was not done: nobody proved who they are.')))
    await page.getByRole('button', { name: 'Continue' }).click()
    await dialog.getByLabel('Password', { exact: true }).fill(person.password)
    await dialog.getByRole('button', { name: 'Continue' }).click()
    const tokens = await client.authorizationCodeGrant(bank, await back(visitor), again.checks)
    assert.ok(Number(tokens.claims()?.auth_time) >= asked)
  })

  test('can sign nobody in once it is removed, and a request of before says what became of it', async () => {
    const gone = await register('Gazette')
    const person = await stage.server.people.signedIn()
    const visitor = await stage.visitor()
    await visitor.signIn(person)
    await visitor.page.goto((await start(gone)).url.href)
    await visitor.page.getByText('Gazette will know:').waitFor()

    const office = await stage.visitor()
    await office.signIn(administrator)
    await office.open('/connected-applications')
    await office.page.getByRole('button', { name: 'Remove Gazette' }).click()
    await office.page.getByRole('button', { name: 'Remove', exact: true }).click()
    await office.page.getByRole('region', { name: 'Gazette' }).waitFor({ state: 'detached' })
    await visitor.page.getByRole('button', { name: 'Continue' }).click()
    assert.ok(await appears(visitor.page.getByRole('alert')))
    assert.deepEqual(await accessibilityFaults(visitor.page), [])
    assert.deepEqual(await recorded(person), [])
    await visitor.page.reload()
    assert.ok(await appears(visitor.page.getByRole('heading', { name: 'This request cannot be answered' })))
    assert.deepEqual(await accessibilityFaults(visitor.page), [])
  })

  test('is not registered with an address that people cannot be sent back to', async () => {
    const { page, open, signIn } = await stage.visitor()
    await signIn(administrator)
    await open('/connected-applications')
    await page.getByLabel('Name').fill('Careless')
    await page.getByLabel('Redirect addresses').fill('http://app.example.com/callback')
    await page.getByRole('button', { name: 'Register' }).click()
    assert.ok(await appears(page.getByText('This address cannot be redirected to')))
    assert.ok(await appears(page.getByText('https, or http on a loopback address, without a fragment')))
    assert.deepEqual(await accessibilityFaults(page), [])
    const { items } = (await administrator.http.get('/api/oidc/clients?limit=100')).body
    assert.ok(items.every(({ name }: { name: string }) => name !== 'Careless'))
  })
})
