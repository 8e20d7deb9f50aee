import type { Attack, Trial } from '../attack.ts'
import { type Answer, valueAt } from '../client.ts'
import { readToken } from '../jwt.ts'
import { logIn } from '../log-in.ts'
import { enrol, MFA_ROUTES } from '../second-factor.ts'
import { type Bearer, bearerHeader, type Stage } from '../stage.ts'
import { countOf, together } from './sessions.ts'

const ME = '/api/auth/me'
const ACCEPT = '/api/invitations/accept'
const USERS = '/api/users?limit=1'
const NEW = 'a quite new pass phrase'
const administrator = ['administrator'] as const

const idOf = ({ accessToken }: Bearer): string => String(readToken(accessToken).payload.sub)

/** Invites an address to nothing in particular, as the administrator. */
async function invite(stage: Stage, email: string): Promise<{ id: string; token: string; admin: Bearer }> {
  const admin = await stage.administrator()
  const made = await admin.send('POST', '/api/invitations', { body: { email, roles: [] } })
  return { id: made.at('id'), token: (await stage.letter(email, 'organisations.invitation')).token, admin }
}

const newcomer = (token: string) => ({ token, name: 'New Comer', password: NEW, transport: 'bearer' })

const inviteReuse: Attack = {
  id: 'I2',
  attack:
    'accept one invitation 10 times at once, again, after it was taken back, after a new link was sent, after it expired',
  expected: 'one 201; 410 otherwise; one account',
  needs: ['administrator'],
  routes: ['POST /api/invitations', 'POST /api/invitations/accept'],
  shared: true,
  async run({ stage, see, status, can }) {
    const email = stage.address()
    const { token } = await invite(stage, email)
    const answers = await together(10, () => stage.visitor().post(ACCEPT, newcomer(token)))
    see('201', countOf(answers, 201), 1)
    see('5xx', answers.filter((answer) => answer.status >= 500 && answer.status !== 503).length, 0)
    status('again', await stage.visitor().post(ACCEPT, newcomer(token)), 410)
    const revoked = await invite(stage, stage.address())
    status('take it back', await revoked.admin.send('DELETE', `/api/invitations/${revoked.id}`), 204)
    status('taken back', await stage.visitor().post(ACCEPT, newcomer(revoked.token)), 410)
    const resent = await invite(stage, stage.address())
    await resent.admin.send('POST', `/api/invitations/${resent.id}/resend`)
    status('replaced by a new link', await stage.visitor().post(ACCEPT, newcomer(resent.token)), 410)
    if (can('database', 'an invitation that has expired')) {
      const late = await invite(stage, stage.address())
      await stage.query("UPDATE organisations.invitation SET expires_at = now() - interval '1 minute' WHERE id = $1", [
        late.id,
      ])
      status('expired', await stage.visitor().post(ACCEPT, newcomer(late.token)), 410)
    }
    for (const path of ['/api/auth/reset-password', '/api/auth/verify', '/api/auth/magic-link/redeem'])
      if (stage.has(`POST ${path}`)) {
        const { token: other } = await invite(stage, stage.address())
        const body = path.endsWith('password') ? { token: other, password: NEW } : { token: other }
        status(`at ${path}`, await stage.visitor().post(path, body), 400)
      }
  },
}

const inviteExisting: Attack = {
  id: 'I5',
  attack:
    'use an invitation to an address that has an account with password and second factor: with a new password, as somebody else',
  expected: '401 until the owner signs in; nothing of the account is reset',
  needs: ['administrator'],
  routes: ['POST /api/invitations/accept', ...MFA_ROUTES],
  shared: true,
  async run({ stage, see, status }) {
    const owner = await enrol(stage)
    const { token } = await invite(stage, owner.person.email)
    status('with a new password', await stage.visitor().post(ACCEPT, newcomer(token)), 401)
    const other = await stage.bearer()
    status('as somebody else', await other.send('POST', ACCEPT, { body: { token } }), 401, 403)
    const challenged = await logIn(stage.visitor(), owner.person)
    status('the own password', challenged, 200)
    see('the second factor', valueAt(challenged.json, 'mfaRequired'), true)
    status('the new password', await logIn(stage.visitor(), { email: owner.person.email, password: NEW }), 401)
  },
}

const inviteBeyond: Attack = {
  id: 'I3',
  attack: 'invite without the right to; to roles one lacks; change roles or address in the acceptance',
  expected: '403; 400',
  needs: administrator,
  routes: ['POST /api/invitations', 'POST /api/invitations/accept'],
  async run({ stage, see, status }) {
    const nobody = await stage.bearer()
    const body = { email: stage.address(), roles: ['administrator'] }
    status('by anybody', await nobody.send('POST', '/api/invitations', { body }), 403)
    status('by nobody', await stage.visitor().post('/api/invitations', body), 401)
    const email = stage.address()
    const { token } = await invite(stage, email)
    for (const extra of [
      { roles: ['administrator'] },
      { email: 'evil@audit.example' },
      { role: 'administrator' },
      { organisationRole: 'owner' },
    ])
      status(JSON.stringify(extra), await stage.visitor().post(ACCEPT, { ...newcomer(token), ...extra }), 400)
    const joined = await stage.visitor().post(ACCEPT, newcomer(token))
    status('accepted', joined, 201)
    see('whose account', valueAt(joined.json, 'user.email'), email)
    see('roles', valueAt(joined.json, 'user.roles'), [])
  },
}

const apiKeys: Attack = {
  id: 'I6',
  attack:
    'API keys: for somebody else, above the own rights, by another key; used after revocation and after the owner was disabled; tampered',
  expected: '400 or 403; 401, on every node within 1 s',
  needs: administrator,
  routes: ['POST /api/api-keys', 'POST /api/roles', 'POST /api/users/{id}/disable'],
  shared: true,
  async run(trial) {
    const { stage, see, status } = trial
    const [owner, victim] = [await stage.bearer(), await stage.bearer()]
    const make = (who: Bearer, body: object) =>
      who.send('POST', '/api/api-keys', { body: { name: 'Key', scopes: [], ...body } })
    for (const extra of [{ userId: idOf(victim) }, { ownerId: idOf(victim) }, { aal: 2 }])
      status(JSON.stringify(extra).slice(0, 12), await make(owner, extra), 400)
    status('above the own rights', await make(owner, { scopes: ['access:manage'] }), 403)
    status('everything', await make(owner, { scopes: ['*'] }), 400, 403)
    const admin = await stage.administrator()
    const made = await make(admin, { scopes: ['access:read'] })
    status("the administrator's", made, 201)
    const key = made.at('key')
    const call = (method: string, path: string, text = key, body?: object) =>
      stage.visitor().send(method, path, { headers: bearerHeader(text), ...(body === undefined ? {} : { body }) })
    status('in its scope', await call('GET', USERS), 200)
    status('beyond its scope', await call('PUT', `/api/users/${idOf(victim)}/roles/administrator`, key, {}), 403)
    status('makes a key', await call('POST', '/api/api-keys', key, { name: 'x', scopes: ['access:read'] }), 403)
    const forbidden: [string, string, object | undefined][] = [
      ['POST', '/api/auth/change-password', { currentPassword: 'x', newPassword: NEW }],
      ['POST', '/api/auth/mfa/totp', {}],
      ['POST', '/api/auth/email', { newEmail: stage.address() }],
      ['POST', '/api/auth/logout-all', undefined],
      ['POST', '/api/auth/step-up', { password: 'x' }],
    ]
    for (const [method, path, body] of forbidden)
      if (stage.has(`${method} ${path}`)) status(path, await call(method, path, key, body), 401, 403)
    status('cut', await call('GET', '/api/users', key.slice(0, -1)), 401)
    status('changed', await call('GET', '/api/users', `${key.slice(0, -2)}${key.endsWith('AA') ? 'BB' : 'AA'}`), 401)
    const listed = await admin.send('GET', '/api/api-keys')
    see('shown again', listed.text.includes(key.slice(-20)), false)
    status("another's key", await owner.send('DELETE', `/api/api-keys/${made.at('id')}`), 404)
    status('revoke', await admin.send('DELETE', `/api/api-keys/${made.at('id')}`), 204)
    await everyNode(trial, 'revoked', key, 401)
    await keyOfDisabled(trial, admin)
  },
}

/** The owner holds what the key may do by a role of this case, so that nothing but the disabling ends it. */
async function keyOfDisabled(trial: Trial, admin: Bearer): Promise<void> {
  const { stage, status } = trial
  const owner = await stage.bearer()
  const name = `audit-${Math.random().toString(36).slice(2, 10)}`
  const role = { name, title: 'Audited', permissions: ['access:read'], mfaRequired: false }
  status('role', await admin.send('POST', '/api/roles', { body: role }), 201)
  const grant = { body: { reason: 'attack suite' } }
  status('grant', await admin.send('PUT', `/api/users/${idOf(owner)}/roles/${name}`, grant), 204)
  await everyNode(trial, 'the owner may', owner.accessToken, 200)
  const made = await owner.send('POST', '/api/api-keys', { body: { name: 'Key', scopes: ['access:read'] } })
  status("the owner's", made, 201)
  await everyNode(trial, "the owner's key", made.at('key'), 200)
  status('disable', await admin.send('POST', `/api/users/${idOf(owner)}/disable`), 204)
  await everyNode(trial, 'the owner was disabled', made.at('key'), 401)
  status('clean up', await admin.send('DELETE', `/api/roles/${name}`), 204, 409)
}

/** Lists people by a credential at every node until each answers so, a second at most. */
async function everyNode({ stage, see }: Trial, what: string, credential: string, right: number): Promise<void> {
  const startedMs = performance.now()
  for (const node of stage.nodes.urls.keys()) {
    const ask = () => stage.visitor().send('GET', USERS, { node, headers: bearerHeader(credential) })
    let answer = await ask()
    while (answer.status !== right && performance.now() - startedMs < 1000) answer = await ask()
    see(`${what}, node ${node}`, answer.status, right)
  }
}

const impersonation: Attack = {
  id: 'I8',
  attack:
    'impersonate an equal or oneself; change password, factors, address inside; refresh; go on after it was stopped',
  expected: '403; 403; 401; both names in the trail',
  needs: administrator,
  routes: ['POST /api/users/{id}/impersonate', 'POST /api/auth/impersonation/stop'],
  shared: true,
  async run(trial) {
    const { stage, see, status } = trial
    const admin = await stage.administrator()
    const victim = await stage.bearer()
    const start = (who: Bearer, id: string) =>
      who.send('POST', `/api/users/${id}/impersonate`, { body: { reason: 'audit', transport: 'bearer' } })
    status('by anybody', await start(victim, idOf(admin)), 403)
    status('oneself', await start(admin, idOf(admin)), 403, 409)
    await impersonateEqual(trial, admin, start)
    const begun = await start(admin, idOf(victim))
    status('begun', begun, 200)
    see('a refresh token', valueAt(begun.json, 'refreshToken') ?? null, null)
    const token = begun.at('accessToken')
    const call = (method: string, path: string, body?: object) =>
      stage.visitor().send(method, path, { headers: bearerHeader(token), ...(body === undefined ? {} : { body }) })
    status('who it is', await call('GET', ME), 200)
    const forbidden: [string, string, object | undefined][] = [
      ['POST', '/api/auth/change-password', { currentPassword: victim.person.password, newPassword: NEW }],
      ['POST', '/api/auth/mfa/totp', {}],
      ['POST', '/api/auth/email', { newEmail: stage.address() }],
      ['POST', '/api/auth/step-up', { password: victim.person.password }],
      ['POST', '/api/api-keys', { name: 'x', scopes: [] }],
      ['POST', '/api/auth/logout-all', undefined],
      ['POST', '/api/auth/delete', { password: victim.person.password }],
      ['GET', '/api/auth/export', undefined],
    ]
    for (const [method, path, body] of forbidden)
      if (stage.has(`${method} ${path}`)) status(path, await call(method, path, body), 403)
    status('impersonate from inside', await call('POST', `/api/users/${idOf(admin)}/impersonate`, { reason: 'x' }), 403)
    status('stop', await call('POST', '/api/auth/impersonation/stop'), 204)
    status('after it', await call('GET', ME), 401)
    status("the victim's own session", await victim.send('GET', ME), 200)
    const query = new URLSearchParams({ action: 'identity.impersonation.started', subject: idOf(victim) })
    const trail = await admin.send('GET', `/api/audit?${query}`)
    see('the trail names who did it', valueAt(trail.json, 'items.0.actor.id'), idOf(admin))
    see('once', (valueAt(trail.json, 'items') as unknown[] | undefined)?.length, 1)
  },
}

/** Another administrator is an equal: the refusal says that, and not that the caller lacks a right. */
async function impersonateEqual(
  { stage, see, status }: Trial,
  admin: Bearer,
  start: (who: Bearer, id: string) => Promise<Answer>,
): Promise<void> {
  const equal = await stage.bearer()
  const role = `/api/users/${idOf(equal)}/roles/administrator`
  status('a second administrator', await admin.send('PUT', role, { body: { reason: 'attack suite' } }), 204)
  const refused = await start(admin, idOf(equal))
  status('an equal', refused, 403)
  see('why', refused.code, 'identity/not-below')
  status('take the role', await admin.send('DELETE', role), 204)
}

const tenants: Attack = {
  id: 'I9',
  attack:
    "another organisation's ids: read, change, invite to, leave, delete; take a higher role; invite an owner as a member",
  expected: "404 for what is not one's own; 403 for what one's role does not allow",
  routes: ['POST /api/organisations', 'GET /api/organisations/{id}/members'],
  async run({ stage, see, status }) {
    const [owner, stranger] = [await stage.bearer(), await stage.bearer()]
    const made = await owner.send('POST', '/api/organisations', { body: { name: 'House of Audit' } })
    status('made', made, 201)
    const path = `/api/organisations/${made.at('id')}`
    const tries: [string, string, object | undefined][] = [
      ['GET', path, undefined],
      ['PATCH', path, { name: 'Taken' }],
      ['DELETE', path, undefined],
      ['GET', `${path}/members`, undefined],
      ['PATCH', `${path}/members/${idOf(stranger)}`, { role: 'owner' }],
      ['DELETE', `${path}/members/${idOf(owner)}`, undefined],
      ['POST', `${path}/invitations`, { email: stranger.person.email, role: 'owner' }],
      ['GET', `${path}/invitations`, undefined],
      ['POST', `${path}/transfer`, { userId: idOf(stranger) }],
    ]
    for (const [method, target, body] of tries)
      status(
        `${method} ${target.slice(path.length)}`,
        await stranger.send(method, target, body === undefined ? {} : { body }),
        404,
      )
    see('in the own list', (await stranger.send('GET', '/api/organisations')).text.includes(made.at('id')), false)
    status(
      'invite',
      await owner.send('POST', `${path}/invitations`, { body: { email: stranger.person.email, role: 'member' } }),
      201,
    )
    const { token } = await stage.letter(stranger.person.email, 'organisations.invitation')
    status('joined', await stranger.send('POST', ACCEPT, { body: { token } }), 201)
    status(
      'own role',
      await stranger.send('PATCH', `${path}/members/${idOf(stranger)}`, { body: { role: 'owner' } }),
      403,
    )
    status(
      'invite an owner',
      await stranger.send('POST', `${path}/invitations`, { body: { email: stage.address(), role: 'owner' } }),
      403,
    )
    status('delete', await stranger.send('DELETE', path), 403)
    status('remove the owner', await stranger.send('DELETE', `${path}/members/${idOf(owner)}`), 403, 409)
    status('the last owner leaves', await owner.send('DELETE', `${path}/members/${idOf(owner)}`), 409)
  },
}

const erasure: Attack = {
  id: 'I12',
  attack:
    "export without a session; delete an account while it refreshes and signs in, by another's link, twice; sign in afterwards",
  expected: '401; no session afterwards, nothing of the person stays; the trail stays whole',
  needs: administrator,
  routes: [
    ...['GET /api/auth/export', 'POST /api/auth/delete', 'POST /api/auth/delete/confirm'],
    'POST /api/audit/verify',
  ],
  shared: true,
  async run({ stage, see, status, can }) {
    const victim = await stage.bearer()
    const { person } = victim
    status('export by nobody', await stage.visitor().get('/api/auth/export'), 401)
    const other = await stage.bearer()
    const exported = await other.send('GET', '/api/auth/export')
    status('own export', exported, 200)
    see('others in it', exported.text.includes(person.email) || exported.text.includes(idOf(victim)), false)
    see('secrets in it', /\$argon2|"hash"|refresh_salt|secret_hash/.test(exported.text), false)
    const asked = await victim.send('POST', '/api/auth/delete')
    status('asked', asked, 202)
    const letters = await stage.settledLetters(person.email)
    const token = letters.findLast((letter) => /delet/.test(letter.template))?.token ?? ''
    status('a made-up link', await stage.visitor().post('/api/auth/delete/confirm', { token: 'x'.repeat(43) }), 400)
    const [refreshed, login, ...confirmed] = await Promise.all([
      stage.visitor().post('/api/auth/refresh', { refreshToken: victim.refreshToken }),
      logIn(stage.visitor(), { ...person, transport: 'bearer' }),
      ...Array.from({ length: 4 }, () => stage.visitor().post('/api/auth/delete/confirm', { token })),
    ])
    see('done once', confirmed.filter((answer) => answer.status < 300).length, 1)
    const tokens = [victim.accessToken, valueAt(refreshed.json, 'accessToken'), valueAt(login.json, 'accessToken')]
    for (const one of tokens)
      if (typeof one === 'string') status('a session of before', await stage.visitor().get(ME, bearerHeader(one)), 401)
    status('sign-in', await logIn(stage.visitor(), person), 401)
    if (can('database', 'whether the address is still in the table')) {
      const rows = await stage.query('SELECT * FROM identity."user" WHERE id = $1', [idOf(victim)])
      see('the address in the table', JSON.stringify(rows).includes(person.email), false)
    }
    const verified = await (await stage.administrator()).send('POST', '/api/audit/verify')
    status('walk the trail', verified, 200)
    see('the first fault of the trail', valueAt(verified.json, 'firstFault'), null)
    see('the trail is whole', valueAt(verified.json, 'ok'), true)
    see('records were walked', Number(valueAt(verified.json, 'checked')) > 0, true)
  },
}

export const authorityAttacks: readonly Attack[] = [
  inviteReuse,
  inviteBeyond,
  inviteExisting,
  apiKeys,
  impersonation,
  tenants,
  erasure,
]
