import { randomBytes } from 'node:crypto'
import type { Attack } from '../attack.ts'
import { valueAt } from '../client.ts'
import { logIn } from '../log-in.ts'
import { enrol, MFA_ROUTES } from '../second-factor.ts'
import { bearerHeader, type Stage } from '../stage.ts'

const ME = '/api/auth/me'
const REGISTER = '/api/auth/register'

const POLLUTION: Readonly<Record<string, unknown>> = {
  role: 'administrator',
  roles: ['administrator'],
  is_admin: true,
  isAdmin: true,
  admin: 1,
  email_verified: true,
  emailVerified: true,
  emailVerifiedAt: '2026-01-01T00:00:00.000Z',
  tenant_id: 'other',
  organisationId: '00000000-0000-7000-8000-000000000000',
  id: '00000000-0000-7000-8000-000000000000',
  permissions: ['access:manage'],
  epoch: 99,
}

const massAssignment: Attack = {
  id: 'I1',
  attack:
    'register and sign in with role, is_admin, email_verified, tenant, id, permissions, __proto__, constructor in the body',
  expected: '400, or ignored: an ordinary, unproven account',
  async run({ stage, see, status }) {
    const base = () => ({ email: stage.address(), password: 'quite a long pass phrase', name: 'Mallory' })
    for (const [name, value] of Object.entries(POLLUTION))
      status(name, await stage.visitor().post(REGISTER, { ...base(), [name]: value }), 400)
    for (const key of ['__proto__', 'constructor', 'prototype', 'constructor.prototype']) {
      const raw = JSON.stringify({ ...base(), KEY: { isAdmin: true, role: 'administrator' } }).replace('KEY', key)
      const answer = await stage
        .visitor()
        .send('POST', REGISTER, { raw, headers: { 'content-type': 'application/json' } })
      status(key, answer, 400)
    }
    const { person, send } = await stage.bearer()
    const login = await stage
      .visitor()
      .post('/api/auth/login', { ...person, name: undefined, aal: 2, roles: ['administrator'] })
    status('login', login, 400)
    const me = await send('GET', ME)
    see('permissions', (valueAt(me.json, 'permissions') as unknown[]).includes('access:manage'), false)
    see('roles', valueAt(me.json, 'user.roles'), [])
    if (!stage.has('PATCH /api/auth/me')) return
    for (const [name, value] of Object.entries({ ...POLLUTION, email: 'evil@audit.example', password: 'x' }))
      status(`PATCH ${name}`, await send('PATCH', ME, { body: { name: 'Mallory', [name]: value } }), 400)
  },
}

const vertical: Attack = {
  id: 'I1v',
  attack:
    'a person without any role calls every operation that demands a permission; nobody calls those that demand a session',
  expected: '401 to nobody; 403 or a refusal to the person; nothing answered 2xx or 5xx',
  async run({ stage, see }) {
    const { send } = await stage.bearer()
    const answer = await stage.visitor().get('/api/openapi.json')
    const paths = valueAt(answer.json, 'paths') as Record<string, Record<string, Record<string, unknown>>>
    const wrong: string[] = []
    let tried = 0
    for (const [path, methods] of Object.entries(paths))
      for (const [method, operation] of Object.entries(methods)) {
        const permission = String(operation['x-permission'])
        if (!permission.includes(':') && permission !== 'signed-in') continue
        tried += 1
        const url = path.replace(/\{[^}]+\}/g, '00000000-0000-7000-8000-000000000000')
        const sending = method === 'get' || method === 'delete' ? {} : { body: {} }
        const nobody = await stage.visitor().send(method.toUpperCase(), url, sending)
        if (nobody.status !== 401) wrong.push(`nobody ${method} ${path} ${nobody.status}`)
        if (!permission.includes(':')) continue
        const person = await send(method.toUpperCase(), url, sending)
        if (person.status !== 403) wrong.push(`person ${method} ${path} ${person.status}`)
      }
    see('answered otherwise', wrong, [])
    see('operations were tried', tried > 10, true)
  },
}

/** Digits of a code may be part of a longer number; anything else is looked for as it is. */
function stands(secret: string, text: string): boolean {
  return /^\d+$/.test(secret)
    ? new RegExp(`(?<![0-9A-Za-z])${secret}(?![0-9A-Za-z])`).test(text)
    : text.includes(secret)
}

/** A code that was right, one that was wrong, backup codes and a challenge, all of them used. */
async function secondFactorSecrets(stage: Stage): Promise<Record<string, string>> {
  if (!MFA_ROUTES.every((route) => stage.has(route))) return {}
  const person = await enrol(stage)
  const [spent = '', kept = ''] = person.backupCodes
  const challenge = await person.challenge()
  await person.answer(challenge, `${kept}X`, 'backup')
  await person.answer(challenge, spent, 'backup')
  return { code: person.usedCode, 'spent backup code': spent, 'backup code': kept, challenge }
}

const hygiene: Attack = {
  id: 'I11',
  attack:
    'use canary passwords, tokens and links in good and bad requests, then read log, audit trail, metrics and answers',
  expected: 'none of them stands anywhere',
  needs: ['output', 'database'],
  alone: true,
  async run({ stage, see }) {
    const canary = `canary-${randomBytes(9).toString('hex')} pass`
    const wrong = `wrong-${randomBytes(9).toString('hex')} pass`
    const person = await stage.person()
    await stage.visitor().post('/api/auth/forgot-password', { email: person.email })
    const reset = (await stage.letter(person.email, 'identity.reset')).token
    await stage.visitor().post('/api/auth/reset-password', { token: reset, password: canary })
    const answers = [
      await logIn(stage.visitor(), { email: person.email, password: wrong }),
      await stage.visitor().post('/api/auth/login', { email: person.email, password: wrong, extra: wrong }),
      await stage.visitor().post('/api/auth/login', { email: wrong, password: wrong }),
      await stage.visitor().send('POST', '/api/auth/login', {
        raw: `{"password":"${wrong}"`,
        headers: { 'content-type': 'application/json' },
      }),
      await stage.visitor().post('/api/auth/reset-password', { token: reset, password: wrong }),
      await stage.visitor().get(ME, bearerHeader(wrong.replace(/ /g, '-'))),
      await stage.visitor().get(`/api/auth/verify?token=${encodeURIComponent(wrong)}`),
      await stage.visitor().get(`/api/auth/nothing/${encodeURIComponent(wrong)}?password=${encodeURIComponent(wrong)}`),
    ]
    const { accessToken, refreshToken } = await stage.bearer({ ...person, password: canary })
    await stage.visitor().post('/api/auth/refresh', { refreshToken })
    await stage.visitor().post('/api/auth/refresh', { refreshToken: `${refreshToken}A` })
    const second = await secondFactorSecrets(stage)
    const metrics = (await stage.neighbour().get('/metrics')).text
    const trail = JSON.stringify(await stage.query('SELECT * FROM audit.record'))
    const places = { log: stage.output(), metrics, trail, answers: answers.map(({ text }) => text).join('\n') }
    const secrets = {
      canary,
      wrong,
      reset,
      accessToken,
      refreshToken,
      signature: accessToken.split('.')[2] ?? '',
      ...second,
    }
    for (const [place, text] of Object.entries(places))
      for (const [what, secret] of Object.entries(secrets))
        see(`${what} in ${place}`, stands(secret, text) || stands(encodeURIComponent(secret), text), false)
    for (const place of ['metrics', 'trail', 'log'] as const)
      see(`the address in ${place}`, places[place].includes(person.email), false)
    see('the metrics were read', metrics.includes('auth_login_attempts_total'), true)
    see('the log was kept', places.log.length > 1000, true)
    see('the trail was read', trail.includes('identity.login.refused'), true)
  },
}

export const otherAttacks: readonly Attack[] = [massAssignment, vertical, hygiene]
