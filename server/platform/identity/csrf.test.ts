import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { startIdentity } from '../../../test/support/identity.ts'
import { sendRaw } from '../../../test/support/raw-http.ts'

const ALLOWED = 'https://console.example'
const secure = await startIdentity({ allowedOrigins: [ALLOWED] })
const plain = await startIdentity({ publicUrl: new URL('http://localhost:3000'), cookieSecure: false })
const asked = new URL(plain.url).host

let people = 0

interface Page {
  readonly host: string
  readonly origin: string
  readonly site: string | undefined
}

/** What a visitor's wrong password is answered, sent by such a page: 401 once it is looked at. */
async function signInFrom(url: string, { host, origin, site }: Page): Promise<number> {
  people += 1
  const body = JSON.stringify({ email: `visitor${people}@mail.example`, password: 'not the password' })
  const head = [
    ...['POST /api/auth/login HTTP/1.1', `host: ${host}`, `origin: ${origin}`, 'connection: close'],
    ...['content-type: application/json', `content-length: ${body.length}`],
    ...(site === undefined ? [] : [`sec-fetch-site: ${site}`]),
  ]
  return (await sendRaw(url, `${head.join('\r\n')}\r\n\r\n${body}`)).status
}

describe('the origin of a page', () => {
  after(async () => {
    await secure.close()
    await plain.close()
  })

  const overTls: readonly (readonly [string, string, string | undefined, number])[] = [
    ['plinth.example', 'https://plinth.example', undefined, 401],
    ['plinth.example', 'https://plinth.example', 'same-origin', 401],
    ['plinth.example', 'https://plinth.example', 'cross-site', 403],
    ['plinth.example', 'http://plinth.example', undefined, 403],
    ['plinth.example', 'http://plinth.example', 'cross-site', 403],
    ['plinth.example:8443', 'https://plinth.example:8443', 'same-origin', 403],
    ['127.0.0.1', 'http://127.0.0.1', 'same-origin', 403],
    ['plinth.example', ALLOWED, 'cross-site', 401],
    ['plinth.example', 'http://console.example', 'cross-site', 403],
  ]
  for (const [host, origin, site, status] of overTls) {
    test(`${origin}, ${site ?? 'of no site told'}, that asks ${host} over TLS is answered ${status}`, async () => {
      assert.equal(await signInFrom(secure.url, { host, origin, site }), status)
    })
  }

  const withoutTls: readonly (readonly [string, string, number])[] = [
    ['http://localhost:3000', 'same-origin', 401],
    ['http://localhost:3000', 'cross-site', 403],
    [`http://${asked}`, 'same-origin', 401],
    [`https://${asked}`, 'same-origin', 401],
    [`http://${asked}`, 'cross-site', 403],
    ['http://127.0.0.1:1', 'same-site', 403],
  ]
  for (const [origin, site, status] of withoutTls) {
    const shown = origin.replace(asked, 'the Host asked')
    test(`${shown}, ${site}, is answered ${status} where PUBLIC_URL is without TLS`, async () => {
      assert.equal(await signInFrom(plain.url, { host: asked, origin, site }), status)
    })
  }
})
