import { ageSession } from '../age-session.ts'
import type { Attack, Trial } from '../attack.ts'
import { postAsPerson } from '../captcha.ts'
import { valueAt } from '../client.ts'
import { logIn } from '../log-in.ts'
import { sendRaw } from '../raw.ts'
import { enrol, MFA_ROUTES } from '../second-factor.ts'
import { bearerHeader, type Stage } from '../stage.ts'
import { countOf, together } from './sessions.ts'

const ME = '/api/auth/me'
const RESET = '/api/auth/reset-password'
const FORGOT = '/api/auth/forgot-password'
const NEW = 'a quite new pass phrase'

/** Asks for a reset link and takes it from the mailbox. */
export async function resetToken(stage: Stage, email: string): Promise<string> {
  await postAsPerson(stage.visitor(), FORGOT, { email })
  return (await stage.letter(email, 'identity.reset')).token
}

const resetRace: Attack = {
  id: 'P1',
  attack: 'use one reset link 20 times at once, each with another password',
  expected: 'one 204; only that password opens the account',
  shared: true,
  async run({ stage, see, status }) {
    const { email, password } = await stage.person()
    const token = await resetToken(stage, email)
    const word = (index: number) => `pass phrase of number ${index}`
    const answers = await together(20, (index) => stage.visitor().post(RESET, { token, password: word(index) }))
    see('204', countOf(answers, 204), 1)
    see('400 or busy', countOf(answers, 400) + countOf(answers, 503), 19)
    const winner = answers.findIndex((answer) => answer.status === 204)
    status('the old password', await logIn(stage.visitor(), { email, password }), 401)
    status('a loser', await logIn(stage.visitor(), { email, password: word(winner === 0 ? 1 : 0) }), 401)
    status('the winner', await logIn(stage.visitor(), { email, password: word(winner) }), 200)
  },
}

const olderLink: Attack = {
  id: 'P2',
  attack: 'ask for two reset links, use the second, then the first; use one twice',
  expected: '400 for the older one and for the second use',
  shared: true,
  async run({ stage, status }) {
    const { email } = await stage.person()
    await stage.visitor().post(FORGOT, { email })
    const first = await stage.letter(email, 'identity.reset')
    await stage.visitor().post(FORGOT, { email })
    const second = await stage.letter(email, 'identity.reset', first)
    status('the older, before', await stage.visitor().post(RESET, { token: first.token, password: NEW }), 400)
    status('the newer', await stage.visitor().post(RESET, { token: second.token, password: NEW }), 204)
    status('the older, after', await stage.visitor().post(RESET, { token: first.token, password: NEW }), 400)
    status('the newer again', await stage.visitor().post(RESET, { token: second.token, password: NEW }), 400)
  },
}

const hostPoisoning: Attack = {
  id: 'P3',
  attack: "ask for a link with Host, X-Forwarded-Host, Forwarded or an absolute target of the attacker's",
  expected: 'refused, or the link has the configured host',
  async run({ stage, see }) {
    const { email } = await stage.person()
    const base = stage.nodes.next()
    const { host } = new URL(base)
    const body = JSON.stringify({ email })
    const tail = ['content-type: application/json', `content-length: ${Buffer.byteLength(body)}`, 'connection: close']
    const heads: Record<string, string[]> = {
      Host: [`POST ${FORGOT} HTTP/1.1`, 'host: evil.example'],
      'two Hosts': [`POST ${FORGOT} HTTP/1.1`, `host: ${host}`, 'host: evil.example'],
      'absolute target': [`POST http://evil.example${FORGOT} HTTP/1.1`, `host: ${host}`],
      'Host with a path': [`POST ${FORGOT} HTTP/1.1`, `host: ${host}/@evil.example`],
      'Host with a user': [`POST ${FORGOT} HTTP/1.1`, `host: ${host}@evil.example`],
    }
    for (const [what, head] of Object.entries(heads)) {
      const { status } = await sendRaw(base, [...head, ...tail], body)
      see(what, status >= 400 && status < 500 ? 'refused' : String(status), 'refused')
    }
    const added = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'gopher',
      'x-forwarded-server': 'evil.example',
      'x-original-host': 'evil.example',
      forwarded: 'host=evil.example;proto=http',
      'x-host': 'evil.example',
    }
    await stage.visitor().post(FORGOT, { email }, added)
    const { text, html } = await stage.letter(email, 'identity.reset')
    see("the attacker's host in the mail", `${text}${html}`.includes('evil.example'), false)
    see('the scheme in the mail', `${text}${html}`.includes('gopher'), false)
  },
}

const resetEffects: Attack = {
  id: 'P7',
  attack: 'an attacker holds sessions, a trusted browser and an API key while the owner resets the password',
  expected:
    'no session and no trusted browser of before lives; the reset itself opens none; the owner is told; API keys wait for a review',
  shared: true,
  async run(trial) {
    const { stage, see, status } = trial
    const person = await stage.person()
    const attacker = await stage.bearer(person)
    const cookies = await stage.signIn(person)
    const token = await resetToken(stage, person.email)
    const answer = await stage.visitor().post(RESET, { token, password: NEW })
    status('reset', answer, 204)
    see('cookies of the reset', answer.setCookies, [])
    status('the bearer session', await attacker.send('GET', ME), 401)
    status('its refresh', await stage.visitor().post('/api/auth/refresh', { refreshToken: attacker.refreshToken }), 401)
    status('the cookie session', await cookies.client.get(ME), 401)
    see('mail', (await stage.letter(person.email, 'identity.password-changed')).to, person.email)
    if (MFA_ROUTES.every((route) => stage.has(route))) await resetEndsTrust(trial)
  },
}

/** The second factor was there before, so the reset leaves it: what it had opened by itself is gone. */
async function resetEndsTrust({ stage, see, status }: Trial): Promise<void> {
  const owner = await enrol(stage)
  const { email } = owner.person
  const session = (await owner.signIn()).at('accessToken')
  const made = await stage.visitor().post('/api/api-keys', { name: 'Key', scopes: [] }, bearerHeader(session))
  status('an API key', made, 201)
  const browser = stage.visitor()
  const challenge = (await logIn(browser, owner.person)).at('challenge')
  const body = { challenge, method: 'totp', code: await owner.app.next(), trustDevice: true }
  await browser.post('/api/auth/mfa/verify', body, await browser.csrf())
  const { name, value } = browser.cookie('td')
  const client = stage.visitor()
  client.jar.set(name, value)
  const trusted = await logIn(client, { ...owner.person, transport: 'bearer' })
  see('trusted before', valueAt(trusted.json, 'mfaRequired'), undefined)
  const token = await resetToken(stage, email)
  status('reset, enrolled', await stage.visitor().post(RESET, { token, password: NEW }), 204)
  const again = stage.visitor()
  again.jar.set(name, value)
  const login = await logIn(again, { email, password: NEW, transport: 'bearer' })
  see('the trusted browser is asked', valueAt(login.json, 'mfaRequired'), true)
  const code = owner.backupCodes[0] ?? ''
  const opened = await owner.answer(login.at('challenge'), code, 'backup')
  const keys = await stage.visitor().get('/api/api-keys', bearerHeader(opened.at('accessToken')))
  see('the key waits for a review', typeof valueAt(keys.json, 'items.0.reviewSince'), 'string')
}

const prefetch: Attack = {
  id: 'P8',
  attack:
    'a mail scanner fetches the links three times before the owner clicks; find the token in the page, the headers and the log',
  expected: 'still usable once; Referrer-Policy: no-referrer; the token stands nowhere',
  async run({ stage, see, status }) {
    const { email } = await stage.unproven()
    const { token } = await stage.letter(email, 'identity.verify')
    const link = `/api/auth/verify?token=${token}`
    for (const method of ['GET', 'HEAD', 'GET', 'GET']) {
      const page = await stage.visitor().send(method, link)
      see('the page repeats the token', page.text.includes(token), false)
      see('Referrer-Policy', page.headers.get('referrer-policy'), 'no-referrer')
      see('other hosts in the page', /(src|href)="https?:/.test(page.text), false)
    }
    const known = await stage.person()
    const reset = await resetToken(stage, known.email)
    const { text } = await stage.letter(known.email, 'identity.reset')
    see('the reset token is sent to a server by its link', new RegExp(`\\?[^#\\s]*${reset}`).test(text), false)
    status('verified once', await stage.visitor().post('/api/auth/verify', { token }), 200)
    status('and no more', await stage.visitor().post('/api/auth/verify', { token }), 400)
  },
}

const tokenInLog: Attack = {
  id: 'P8l',
  attack: "read the server's log for the secrets of links that were followed",
  expected: 'none of them stands there',
  needs: ['output'],
  async run({ stage, see }) {
    const { email } = await stage.unproven()
    const { token } = await stage.letter(email, 'identity.verify')
    await stage.visitor().get(`/api/auth/verify?token=${token}`)
    await stage.visitor().get(`/api/auth/verify/${token}`)
    await stage.visitor().post('/api/auth/verify', { token, [token]: 1 })
    await stage.visitor().post('/api/auth/verify', { token })
    see('in the log', stage.output().includes(token), false)
    see('the log is there', stage.output().length > 0, true)
  },
}

const changePassword: Attack = {
  id: 'P9',
  attack:
    'change the password with a wrong current one, five times; with the right one; without a session; without the second factor that there is',
  expected: '401, and the tries count toward the lock; 403 before the second factor is proven, whatever the password',
  async run({ stage, status }) {
    const { client, person } = await stage.signIn()
    const csrf = await client.csrf()
    const change = (currentPassword: string) =>
      client.post('/api/auth/change-password', { currentPassword, newPassword: NEW }, csrf)
    for (let tries = 0; tries < 5; tries += 1) status('wrong', await change('not the current one'), 401)
    status('right, when locked', await change(person.password), 401)
    const body = { currentPassword: person.password, newPassword: NEW }
    status('without a session', await stage.visitor().post('/api/auth/change-password', body), 401)
    if (!MFA_ROUTES.every((route) => stage.has(route))) return
    const victim = await enrol(stage)
    const underProven = (currentPassword: string) =>
      victim.before.send('POST', '/api/auth/change-password', { body: { currentPassword, newPassword: NEW } })
    status('right, in a session without the factor', await underProven(victim.person.password), 403)
    status('wrong, in a session without the factor', await underProven('not the current one'), 403)
    status('the old password still opens', await logIn(stage.visitor(), victim.person), 200)
  },
}

const staleChange: Attack = {
  id: 'P9s',
  attack: 'change the password by the right current one in a session that was proven too long ago',
  expected: '403; the old password stays',
  needs: ['database'],
  async run({ stage, status }) {
    const { person, accessToken, send } = await stage.bearer()
    await ageSession(stage, accessToken)
    const body = { currentPassword: person.password, newPassword: NEW }
    status('stale', await send('POST', '/api/auth/change-password', { body }), 403)
    status('the old password', await logIn(stage.visitor(), person), 200)
  },
}

const passwordChangeEnds: Attack = {
  id: 'S11',
  attack: 'sessions A and B and a pending reset link; the password is changed in A',
  expected: 'B is dead, A goes on under a new id, the link is dead',
  shared: true,
  async run({ stage, see, status }) {
    const person = await stage.person()
    const [a, b] = [await stage.bearer(person), await stage.bearer(person)]
    const token = await resetToken(stage, person.email)
    const body = { currentPassword: person.password, newPassword: NEW }
    const changed = await a.send('POST', '/api/auth/change-password', { body })
    status('change', changed, 200)
    status('B', await b.send('GET', ME), 401)
    status('B refreshed', await stage.visitor().post('/api/auth/refresh', { refreshToken: b.refreshToken }), 401)
    status('A by its old token', await a.send('GET', ME), 401)
    status(
      'A refreshed by its old token',
      await stage.visitor().post('/api/auth/refresh', { refreshToken: a.refreshToken }),
      401,
    )
    status('A by its new token', await stage.visitor().get(ME, bearerHeader(changed.at('accessToken'))), 200)
    status('the reset link', await stage.visitor().post(RESET, { token, password: NEW }), 400)
    see('the owner is told', (await stage.letter(person.email, 'identity.password-changed')).to, person.email)
  },
}

const changeRace: Attack = {
  id: 'X29',
  attack: 'change the password four times at once, each to another one',
  expected: 'one wins; only its password and its session work',
  shared: true,
  async run({ stage, see }) {
    const person = await stage.person()
    const word = (index: number) => `pass phrase of number ${index}`
    const bearer = await stage.bearer(person)
    const answers = await together(4, (index) =>
      bearer.send('POST', '/api/auth/change-password', {
        body: { currentPassword: person.password, newPassword: word(index) },
      }),
    )
    see('200', countOf(answers, 200), 1)
    const winner = answers.findIndex(({ status }) => status === 200)
    const opens: number[] = []
    for (let index = 0; index < 4; index += 1)
      if (
        (await logIn(stage.visitor(), { email: person.email, password: word(index), transport: 'bearer' })).status ===
        200
      )
        opens.push(index)
    see('what opens the account', opens, [winner])
  },
}

const verbatim: Attack = {
  id: 'X23',
  attack: 'sign in with the password cut at 72 bytes, trimmed, in other case, in another Unicode form, cut at a NUL',
  expected: '401 each; only the password itself opens the account',
  async run({ stage, status }) {
    const long = `${'correct horse battery staple '.repeat(3)}é end `
    const person = await stage.person()
    const token = await resetToken(stage, person.email)
    status('set', await stage.visitor().post(RESET, { token, password: long }), 204)
    const tries: Record<string, string> = {
      'first 72 bytes': long.slice(0, 72),
      trimmed: long.trim(),
      'other case': long.toUpperCase(),
      'decomposed form': long.normalize('NFD'),
    }
    for (const [what, password] of Object.entries(tries))
      status(what, await logIn(stage.visitor(), { email: person.email, password }), 401)
    const nul = await stage.visitor().post('/api/auth/login', { email: person.email, password: `${long}\u0000x` })
    status('with a NUL', nul, 400, 401)
    status('itself', await logIn(stage.visitor(), { email: person.email, password: long }), 200)
  },
}

export const passwordAttacks: readonly Attack[] = [
  resetRace,
  olderLink,
  hostPoisoning,
  resetEffects,
  prefetch,
  tokenInLog,
  changePassword,
  staleChange,
  passwordChangeEnds,
  changeRace,
  verbatim,
]
