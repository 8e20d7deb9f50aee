import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, before, describe, test } from 'node:test'
import { browser, openStage, type Stage } from './stage.ts'

const WIDGET = `window.turnstile = {
  render(container, options) {
    const button = document.createElement('button')
    button.textContent = 'I am a person'
    button.onclick = () => options.callback('token-of-' + options.sitekey + '-' + options.action)
    container.append(button)
  },
}`

describe('a captcha service', { skip: browser.skip }, () => {
  let stage: Stage
  let verifier: Server
  const verified: string[] = []
  before(async () => {
    // Stands for Cloudflare's siteverify, by its published contract.
    verifier = createServer(async (request, response) => {
      const form = new URLSearchParams(await text(request))
      verified.push(form.get('response') ?? '')
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ success: true, hostname: 'localhost', action: 'login', 'error-codes': [] }))
    }).listen(0, '127.0.0.1')
    await once(verifier, 'listening')
    stage = await openStage({
      atPublicUrl: true,
      environment: {
        TURNSTILE_SITE_KEY: 'site',
        TURNSTILE_SECRET_KEY: 'secret-of-the-site-key',
        TURNSTILE_API_BASE: `http://127.0.0.1:${(verifier.address() as AddressInfo).port}`,
      },
    })
  })
  after(async () => {
    await stage.close()
    verifier.close()
  })

  test('shows its puzzle after three wrong passwords, and its answer goes along with the right one', async () => {
    const person = await stage.server.people.signedIn()
    const { page, open } = await stage.visitor()
    await page.route('https://challenges.cloudflare.com/**', (route) =>
      route.fulfill({ contentType: 'text/javascript', body: WIDGET }),
    )
    await open('/login')
    await page.getByLabel('E-mail').fill(person.email)
    for (let wrong = 0; wrong < 3; wrong += 1) {
      await page.getByLabel('Password', { exact: true }).fill('not this one at all')
      const answered = page.waitForResponse((response) => response.url().endsWith('/api/auth/login'))
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      assert.equal((await answered).status(), 401)
    }
    await page.getByLabel('Password', { exact: true }).fill(person.password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('button', { name: 'I am a person' }).click()
    await page.getByRole('button', { name: 'Sign out', exact: true }).first().waitFor()
    assert.deepEqual(verified, ['token-of-site-login'])
  })
})
