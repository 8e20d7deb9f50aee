import { ageSession } from '../age-session.ts'
import type { Attack } from '../attack.ts'
import { type Answer, valueAt } from '../client.ts'
import { readToken } from '../jwt.ts'
import { logIn } from '../log-in.ts'
import { enrol, MFA_ROUTES } from '../second-factor.ts'
import { bearerHeader } from '../stage.ts'
import { createAuthenticatorApp } from '../totp.ts'
import { countOf, together } from './sessions.ts'

const ME = '/api/auth/me'
const NEW = 'a quite new pass phrase'
const routes = [...MFA_ROUTES]

/** Told to come again is no fault. */
const isFault = ({ status }: Answer): boolean => status >= 500 && status !== 503

const replay: Attack = {
  id: 'M1',
  attack:
    'use a TOTP code again: that of the enrolment, that of a sign-in, one code 20 times at once on two challenges',
  expected: 'exactly one success for each code',
  routes,
  shared: true,
  async run({ stage, see, status }) {
    const victim = await enrol(stage)
    status('that of the enrolment', await victim.answer(await victim.challenge(), victim.usedCode), 401)
    const code = await victim.app.next()
    const [one, two] = [await victim.challenge(), await victim.challenge()]
    const answers = await together(20, (index) => victim.answer(index % 2 === 0 ? one : two, code))
    see('successes', countOf(answers, 200), 1)
    see('5xx', answers.filter(isFault).length, 0)
    const other = await enrol(stage)
    const used = await other.app.next()
    status('a fresh one', await other.answer(await other.challenge(), used), 200)
    status('that of a sign-in', await other.answer(await other.challenge(), used), 401)
  },
}

const bruteForce: Attack = {
  id: 'M3',
  attack: 'guess codes: five wrong on a challenge, then over new challenges and other factors, 50 at once',
  expected:
    'the challenge dies after five, the factor closes after ten and opens 15 minutes later; the password login is not locked by it',
  routes,
  shared: true,
  async run({ stage, see, status, can }) {
    const victim = await enrol(stage)
    const challenge = await victim.challenge()
    for (let tries = 0; tries < 5; tries += 1) status('wrong', await victim.answer(challenge, victim.app.wrong()), 401)
    status('right, on the dead challenge', await victim.answer(challenge, await victim.app.next()), 401)
    const second = await victim.challenge()
    const wrong = victim.app.wrong()
    const burst = await together(50, (index) => victim.answer(second, wrong, index % 2 === 0 ? 'totp' : 'backup'))
    see('accepted', countOf(burst, 200), 0)
    see('5xx', burst.filter(isFault).length, 0)
    status(
      'right, on a new challenge',
      await victim.answer(await victim.challenge(), await victim.app.next()),
      401,
      429,
    )
    const login = await logIn(stage.visitor(), victim.person)
    status('the password', login, 200)
    see('a challenge is still given', valueAt(login.json, 'mfaRequired'), true)
    if (!can('database', '15 minutes later')) return
    const person = String(readToken(victim.before.accessToken).payload.sub)
    const later = (minutes: number) =>
      stage.query("UPDATE factors.attempt SET ends_at = ends_at - $2 * interval '1 minute' WHERE user_id = $1", [
        person,
        minutes,
      ])
    await later(14)
    status('right, 14 minutes later', await victim.answer(await victim.challenge(), await victim.app.next()), 401, 429)
    await later(1)
    status('right, 15 minutes later', await victim.answer(await victim.challenge(), await victim.app.next()), 200)
  },
}

const backupCodes: Attack = {
  id: 'M5',
  attack: 'backup codes: one 8 times at once, again, after re-issue, re-issue from a session of the password alone',
  expected: 'one success; 401 afterwards and for the old ones; 403 for the re-issue; shown once',
  routes: [...routes, 'POST /api/auth/mfa/backup-codes'],
  shared: true,
  async run({ stage, see, status }) {
    const victim = await enrol(stage)
    see('how many', victim.backupCodes.length, 10)
    see('bits of a code', (victim.backupCodes[0] ?? '').replace(/[^A-Za-z0-9]/g, '').length >= 16, true)
    const [first = '', second = ''] = victim.backupCodes
    const challenges = await Promise.all(Array.from({ length: 4 }, () => victim.challenge()))
    const answers = await together(8, (index) => victim.answer(challenges[index % 4] ?? '', first, 'backup'))
    see('successes', countOf(answers, 200), 1)
    status('again', await victim.answer(await victim.challenge(), first, 'backup'), 401, 429)
    const other = await enrol(stage)
    status("somebody else's", await other.answer(await other.challenge(), second, 'backup'), 401)
    status("re-issue at the password's level", await other.before.send('POST', '/api/auth/mfa/backup-codes'), 403)
    const session = (await other.signIn()).at('accessToken')
    const fresh = await stage.visitor().send('POST', '/api/auth/mfa/backup-codes', { headers: bearerHeader(session) })
    status('re-issue with both factors', fresh, 201)
    status('an old one', await other.answer(await other.challenge(), other.backupCodes[0] ?? '', 'backup'), 401)
    const shown = await stage.visitor().get('/api/auth/mfa', bearerHeader(session))
    const codes = (valueAt(fresh.json, 'codes') ?? []) as string[]
    see(
      'codes shown again',
      codes.filter((code) => shown.text.includes(code)),
      [],
    )
  },
}

const preMfa: Attack = {
  id: 'M6',
  attack:
    'go on with what the password alone gave: its cookies, its challenge as bearer, cookie, refresh or reset token',
  expected: '401 everywhere; no credential cookie is set',
  routes,
  async run({ stage, see, status }) {
    const victim = await enrol(stage)
    const client = stage.visitor()
    const step = await logIn(client, victim.person)
    const challenge = step.at('challenge')
    see('credentials in the answer', /accessToken|refreshToken/.test(step.text), false)
    see(
      'credential cookies',
      step.setCookies.filter((line) => /^[^=]*(at|rt)=[^;]/.test(line)),
      [],
    )
    for (const path of [ME, '/api/auth/sessions', '/api/auth/mfa', '/api/auth/trusted-devices'])
      status(path, await client.get(path), 401)
    status('as bearer', await stage.visitor().get(ME, bearerHeader(challenge)), 401)
    status('as refresh', await stage.visitor().post('/api/auth/refresh', { refreshToken: challenge }), 400, 401)
    status('as reset', await stage.visitor().post('/api/auth/reset-password', { token: challenge, password: NEW }), 400)
    status('as verification', await stage.visitor().post('/api/auth/verify', { token: challenge }), 400)
    status('refresh by its cookies', await client.post('/api/auth/refresh', {}, await client.csrf()), 401)
  },
}

const binding: Attack = {
  id: 'M7',
  attack:
    'the challenge of A with the code of B; a cookie challenge from another browser; the right code twice at once',
  expected: '401, 401, one session',
  routes,
  shared: true,
  async run({ stage, see, status }) {
    const [a, b] = [await enrol(stage), await enrol(stage)]
    status('code of B', await a.answer(await a.challenge(), await b.app.next()), 401)
    const browser = stage.visitor()
    const challenge = (await logIn(browser, a.person)).at('challenge')
    const code = await a.app.next()
    status('another browser', await a.answer(challenge, code), 401)
    const headers = await browser.csrf()
    const body = { challenge, method: 'totp', code }
    const answers = await together(6, () => browser.post('/api/auth/mfa/verify', body, headers))
    see('sessions', countOf(answers, 200), 1)
    status('the challenge again', await browser.post('/api/auth/mfa/verify', body, await browser.csrf()), 401)
  },
}

const expired: Attack = {
  id: 'M7e',
  attack: 'answer a challenge after 11 minutes, and one whose password was changed meanwhile',
  expected: '401 each',
  routes,
  shared: true,
  async run({ stage, status, can }) {
    const victim = await enrol(stage)
    if (can('database', 'a challenge of 11 minutes ago')) {
      const challenge = await victim.challenge()
      const person = String(readToken(victim.before.accessToken).payload.sub)
      await stage.query(
        "UPDATE identity.one_time SET expires_at = expires_at - interval '11 minutes' WHERE purpose = 'mfa' AND payload::text LIKE $1",
        [`%${person}%`],
      )
      status('after 11 minutes', await victim.answer(challenge, await victim.app.next()), 401)
    }
    const second = await victim.challenge()
    const session = (await victim.signIn()).at('accessToken')
    const changed = await stage.visitor().send('POST', '/api/auth/change-password', {
      body: { currentPassword: victim.person.password, newPassword: NEW },
      headers: bearerHeader(session),
    })
    status('change of password', changed, 200)
    status('the challenge of before', await victim.answer(second, victim.backupCodes[0] ?? '', 'backup'), 401)
  },
}

const factorChange: Attack = {
  id: 'M8',
  attack: 'add, remove and re-issue factors from a session of the password alone, and from one older than ten minutes',
  expected: '403 each; a change mails the owner',
  routes,
  async run({ stage, see, status, can }) {
    const victim = await enrol(stage)
    see('mail of the enrolment', (await stage.letter(victim.person.email, 'factors.added')).to, victim.person.email)
    const tries: [string, string, object][] = [
      ['POST', '/api/auth/mfa/totp', {}],
      ['DELETE', `/api/auth/mfa/totp/${victim.factorId}`, {}],
      ['POST', '/api/auth/mfa/email', {}],
      ['POST', '/api/auth/mfa/sms', { phone: '+4915123456789' }],
      ['POST', '/api/auth/mfa/passkeys/options', {}],
      ['POST', '/api/auth/mfa/backup-codes', {}],
    ]
    const attack = async (what: string, token: string): Promise<void> => {
      for (const [method, path, body] of tries) {
        const known = stage.has(`${method} ${path.replace(victim.factorId, '{id}')}`)
        const sending = method === 'DELETE' || path.endsWith('backup-codes') || path.endsWith('options') ? {} : { body }
        if (known)
          status(
            `${what}: ${method} ${path}`,
            await stage.visitor().send(method, path, { ...sending, headers: bearerHeader(token) }),
            403,
          )
      }
    }
    await attack('password alone', victim.before.accessToken)
    const both = (await victim.signIn()).at('accessToken')
    if (can('database', 'a session older than ten minutes')) {
      await ageSession(stage, both)
      await attack('older than ten minutes', both)
    }
    status('still a session', await stage.visitor().get(ME, bearerHeader(both)), 200)
    status('the factor is still asked for', await victim.answer(await victim.challenge(), victim.app.wrong()), 401)
  },
}

const pendingEnrolment: Attack = {
  id: 'M9',
  attack: "start an enrolment and never confirm it, then sign in; confirm somebody else's",
  expected: 'the password alone still signs in: nobody is locked out by an unconfirmed factor; 404',
  routes,
  async run({ stage, see, status }) {
    const victim = await stage.bearer()
    const started = await victim.send('POST', '/api/auth/mfa/totp', { body: {} })
    status('started', started, 201)
    const other = await stage.bearer()
    const confirm = `/api/auth/mfa/totp/${started.at('id')}/confirm`
    status('confirmed by another', await other.send('POST', confirm, { body: { code: '123456' } }), 404, 422)
    status('removed by another', await other.send('DELETE', `/api/auth/mfa/totp/${started.at('id')}`), 404)
    const login = await logIn(stage.visitor(), victim.person)
    status('sign-in', login, 200)
    see('challenge', valueAt(login.json, 'mfaRequired'), undefined)
    const owner = await enrol(stage)
    const session = (await owner.signIn()).at('accessToken')
    const second = await stage.visitor().post('/api/auth/mfa/totp', {}, bearerHeader(session))
    status('a second one is started', second, 201)
    const unconfirmed = createAuthenticatorApp(second.at('secret'))
    status('its code', await owner.answer(await owner.challenge(), await unconfirmed.next()), 401)
    status('that of the first', await owner.signIn(), 200)
  },
}

const resetKeepsFactor: Attack = {
  id: 'P6',
  attack: 'reset the password to get past the second factor; change it; refresh; ask for a magic link',
  expected: 'no session without the factor; the level of a session never rises by itself',
  routes,
  async run({ stage, see, status }) {
    const victim = await enrol(stage)
    const { email } = victim.person
    await stage.visitor().post('/api/auth/forgot-password', { email })
    const { token } = await stage.letter(email, 'identity.reset')
    const reset = await stage.visitor().post('/api/auth/reset-password', { token, password: NEW })
    status('reset', reset, 204)
    see('cookies of the reset', reset.setCookies, [])
    const login = await logIn(stage.visitor(), { email, password: NEW, transport: 'bearer' })
    see('TOTP is asked for', valueAt(login.json, 'mfaRequired'), true)
    const done = await victim.answer(login.at('challenge'), await victim.app.next())
    status('with TOTP', done, 200)
    const refreshed = await stage.visitor().post('/api/auth/refresh', { refreshToken: done.at('refreshToken') })
    see('level after refresh', readToken(refreshed.at('accessToken')).payload.aal, 2)
    if (!stage.has('POST /api/auth/magic-link')) return
    await stage.visitor().post('/api/auth/magic-link', { email })
    const magic = (await stage.letter(email, 'identity.magic-link')).token
    const redeemed = await stage.visitor().post('/api/auth/magic-link/redeem', { token: magic, transport: 'bearer' })
    see('TOTP after a magic link', valueAt(redeemed.json, 'mfaRequired'), true)
    see('tokens by the magic link', /accessToken/.test(redeemed.text), false)
  },
}

const trustedDevice: Attack = {
  id: 'M10',
  attack:
    "the trusted browser's cookie: for another account, after a change of password, after it was revoked, tampered",
  expected: 'the second factor is asked for each time',
  routes: [...routes, 'GET /api/auth/trusted-devices', 'DELETE /api/auth/trusted-devices/{id}'],
  shared: true,
  async run({ stage, see, status }) {
    const victim = await enrol(stage)
    const other = await enrol(stage)
    const { person } = victim
    // Each use gives the browser another cookie, and a wrong one ends the trust: every try starts from a trust of its own.
    const codes = [...victim.backupCodes]
    const trust = async () => {
      const browser = stage.visitor()
      const challenge = (await logIn(browser, person)).at('challenge')
      const body = { challenge, method: 'backup', code: codes.shift() ?? '', trustDevice: true }
      status('trusted', await browser.post('/api/auth/mfa/verify', body, await browser.csrf()), 200)
      return { browser, ...browser.cookie('td') }
    }
    const asks = async (credentials: typeof person, { name, value }: { name: string; value: string }) => {
      const client = stage.visitor()
      client.jar.set(name, value)
      return valueAt((await logIn(client, credentials)).json, 'mfaRequired')
    }
    see('the own account', await asks(person, await trust()), undefined)
    see('another account', await asks(other.person, await trust()), true)
    const held = await trust()
    see('tampered', await asks(person, { ...held, value: `${held.value.slice(0, -2)}AA` }), true)
    const revoked = await trust()
    const listed = await revoked.browser.get('/api/auth/trusted-devices')
    for (const { id } of valueAt(listed.json, 'items') as { id: string }[]) {
      const path = `/api/auth/trusted-devices/${id}`
      status('revoke', await revoked.browser.send('DELETE', path, { headers: await revoked.browser.csrf() }), 204)
    }
    see('after it was revoked', await asks(person, revoked), true)
    const { browser, ...before } = await trust()
    const change = { currentPassword: person.password, newPassword: NEW }
    status('change', await browser.post('/api/auth/change-password', change, await browser.csrf()), 200)
    see('after a change of password', await asks({ ...person, password: NEW }, before), true)
  },
}

const roleDemands: Attack = {
  id: 'M11',
  attack:
    'a live session of the password alone gets a role that demands a second factor; the last factor is removed under it',
  expected: '403 until one is proven, on every node; 409 for the last factor',
  needs: ['administrator'],
  routes: [...routes, 'POST /api/roles'],
  shared: true,
  async run({ stage, see, status }) {
    const administrator = await stage.administrator()
    const name = `audit-${Math.random().toString(36).slice(2, 10)}`
    const role = { name, title: 'Audited', permissions: [], mfaRequired: true }
    status('role', await administrator.send('POST', '/api/roles', { body: role }), 201)
    const holder = await stage.bearer()
    const id = readToken(holder.accessToken).payload.sub
    await holder.send('GET', '/api/auth/sessions')
    const grant = { body: { reason: 'attack suite' } }
    status('grant', await administrator.send('PUT', `/api/users/${id}/roles/${name}`, grant), 204)
    await new Promise((resolve) => setTimeout(resolve, 300))
    for (const node of stage.nodes.urls.keys()) {
      const refused = await holder.send('POST', '/api/playlists', { node, body: { title: 'x' } })
      if (stage.has('POST /api/playlists')) see(`node ${node}`, refused.code, 'identity/mfa-enrolment-required')
    }
    status('own account', await holder.send('GET', ME), 200)
    const enrolled = await enrol(stage)
    const enrolledId = readToken(enrolled.before.accessToken).payload.sub
    await administrator.send('PUT', `/api/users/${enrolledId}/roles/${name}`, grant)
    const both = (await enrolled.signIn()).at('accessToken')
    const removed = await stage
      .visitor()
      .send('DELETE', `/api/auth/mfa/totp/${enrolled.factorId}`, { headers: bearerHeader(both) })
    status('the last factor', removed, 409)
    status('clean up', await administrator.send('DELETE', `/api/roles/${name}`), 204, 409)
  },
}

export const factorAttacks: readonly Attack[] = [
  replay,
  bruteForce,
  backupCodes,
  preMfa,
  binding,
  expired,
  factorChange,
  pendingEnrolment,
  trustedDevice,
  roleDemands,
  resetKeepsFactor,
]
