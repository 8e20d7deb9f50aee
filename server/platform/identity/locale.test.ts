import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { readMailbox, tokenIn } from '../../../test/support/mailbox.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import { canonicalLocale, wantedLocale } from './locale.ts'

test('a language tag is kept in its canonical form, without extensions, and nothing else is one', () => {
  for (const [given, kept] of [
    ...[
      ['de', 'de'],
      ['DE-ch', 'de-CH'],
      ['zh-hant-tw', 'zh-Hant-TW'],
      ['iw', 'he'],
      ['de-u-co-phonebk', 'de'],
    ],
    ...[
      ['', null],
      ['*', null],
      ['d', null],
      ['de_DE', null],
      ['not a tag', null],
      ['x-private', null],
    ],
    ...[
      ['de-\u0000', null],
      [`de-${'abcdefgh-'.repeat(5)}abcdefgh`, null],
    ],
  ] as const)
    assert.equal(canonicalLocale(String(given)), kept, String(given))
})

test('of what a browser would read the most wanted counts, the first of equals', () => {
  for (const [acceptLanguage, wanted] of [
    ['de-CH, de;q=0.9, en;q=0.8, *;q=0.5', 'de-CH'],
    ['en;q=0.5, fr ; q=0.7', 'fr'],
    ['pt-br,en', 'pt-BR'],
    ['de;q=0, en;q=0.1', 'en'],
    ['*', null],
    ['', null],
    ['no tag here, de;q=0.1', 'de'],
    ['de;q=x', null],
    [`${'x,'.repeat(150)}de`, 'de'],
  ] as const)
    assert.equal(wantedLocale({ acceptLanguage }), wanted, acceptLanguage)
  assert.equal(wantedLocale({}), null)
})

describe('the language of mail', () => {
  let server: TestServer
  before(async () => {
    server = await startServer()
  })
  after(() => server.stop())

  const newest = async (address: string) => {
    await server.jobsIdle()
    const mails = (await readMailbox(server.config.mail.mailboxDir)).filter(({ to }) => to.address === address)
    return mails.at(-1)
  }

  /** Somebody who registers with a browser that reads `acceptLanguage`. */
  async function registered(acceptLanguage: string) {
    const email = `ada.${randomBytes(5).toString('hex')}@example.org`
    const password = 'a long pass phrase of nobody'
    const http = server.people.anonymous()
    const answer = await http.send('/api/auth/register', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-language': acceptLanguage },
      body: JSON.stringify({ email, password, name: 'Ada' }),
    })
    assert.equal(answer.status, 202)
    return { email, password, http }
  }

  const forget = async (email: string) => {
    await server.people.anonymous().post('/api/auth/forgot-password', { email })
    return await newest(email)
  }

  test('is that of the browser at registration, for every mail from then on', async () => {
    const { email } = await registered('de-CH, en;q=0.5')
    const mail = await newest(email)
    assert.equal(mail?.subject, 'Bestätigen Sie Ihre E-Mail-Adresse für Plinth')
    assert.match(mail.html, /<html lang="de"/)
    assert.match(mail.text, /verify\?token=/)
    assert.match((await forget(email))?.subject ?? '', /^Wählen Sie ein neues Passwort/)
  })

  test('is English for a language that no mail is written in, or none', async () => {
    for (const language of ['fr-CA', '*']) {
      const { email } = await registered(language)
      assert.match((await newest(email))?.subject ?? '', /^Confirm your e-mail address/)
    }
  })

  test('does not follow a stranger who asks for a mail', async () => {
    const { email } = await registered('de')
    await server.people.anonymous().send('/api/auth/forgot-password', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'accept-language': 'en' },
      body: JSON.stringify({ email }),
    })
    assert.match((await newest(email))?.subject ?? '', /^Wählen Sie/)
  })

  test('is changed by the person, which is recorded, and shown to them', async () => {
    const { email, password, http } = await registered('en-GB')
    await newest(email)
    const token = tokenIn(await readMailbox(server.config.mail.mailboxDir), email, 'identity.verify')
    assert.equal((await http.post('/api/auth/verify', { token })).status, 200)
    const signedIn = await http.post('/api/auth/login', { email, password, transport: 'bearer' })
    assert.equal(signedIn.body.user.locale, 'en-GB')
    const authorization = `Bearer ${signedIn.body.accessToken}`
    const me = (method: string, body?: object) =>
      http.send('/api/auth/me', {
        method,
        headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
    assert.equal((await me('PATCH', { locale: 'de-at' })).body.user.locale, 'de-AT')
    assert.deepEqual([(await me('GET')).body.user.locale, (await me('GET')).body.user.name], ['de-AT', 'Ada'])
    assert.match((await forget(email))?.subject ?? '', /^Wählen Sie/)
    for (const body of [{ locale: 'not a tag' }, { locale: 'de_DE' }])
      assert.equal((await me('PATCH', body)).body.code, 'identity/bad-locale')
    for (const body of [{}, { locale: 'd' }, { locale: 'x'.repeat(36) }, { locale: 7 }])
      assert.equal((await me('PATCH', body)).status, 400, JSON.stringify(body))
    assert.equal((await me('GET')).body.user.locale, 'de-AT')

    const records = await server.app.db.raw(
      "SELECT actor_id FROM audit.record WHERE subject_id = $1 AND action = 'identity.user.locale-changed'",
      [signedIn.body.user.id],
    )
    assert.deepEqual(records, [{ actor_id: signedIn.body.user.id }])
    assert.equal((await me('PATCH', { locale: null })).body.user.locale, null)
    assert.match((await forget(email))?.subject ?? '', /^Choose a new password/)
  })
})
