import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { testOrigin } from '../../../test/support/database.ts'
import { createHttpClient, type HttpAnswer } from '../../../test/support/http-client.ts'
import { tokenIn } from '../../../test/support/mailbox.ts'
import { codeOf, watchServer } from '../../../test/support/organisations.ts'
import type { Person } from '../../../test/support/people.ts'
import { startServer } from '../../../test/support/server.ts'
import { inSeconds, setClock } from '../../kernel/clock.ts'
import { newId } from '../../kernel/id.ts'

const server = await startServer()
const { people } = server

const freshAddress = () => `invited.${randomBytes(4).toString('hex')}@mail.example`
const password = 'a quiet harbour at dawn'
const tokenOf = async (email: string) => tokenIn(await server.mailbox(), email, 'organisations.invitation')
const accept = (body: object, as = people.anonymous()) => as.post('/api/invitations/accept', body)
const asNew = (token: string) => accept({ token, name: 'New Person', password, transport: 'bearer' })
const gone = 'organisations/invitation-gone'

describe('invitations', () => {
  let root: Person
  let inviterRole = ''
  before(async () => {
    root = await people.signedIn('administrator')
    inviterRole = `recruiter-${randomBytes(3).toString('hex')}`
    const permissions = ['identity:invite', 'access:read']
    const made = await root.http.post('/api/roles', { name: inviterRole, title: 'Recruiter', permissions })
    assert.equal(made.status, 201, JSON.stringify(made.body))
  })
  after(() => server.stop())

  const inviteStaff = async (by: Person, body: object) => by.http.post('/api/invitations', body)
  const invited = async (
    by: Person,
    roles: readonly string[] = [],
  ): Promise<{ email: string; id: string; token: string }> => {
    const email = freshAddress()
    const { status, body } = await inviteStaff(by, { email, roles })
    assert.equal(status, 201, JSON.stringify(body))
    return { email, id: body.id, token: await tokenOf(email) }
  }
  const organisationOf = async (owner: Person): Promise<{ id: string; path: string }> => {
    const { body } = await owner.http.post('/api/organisations', { name: 'Example Ltd' })
    return { id: body.id, path: `/api/organisations/${body.id}` }
  }

  test('a new person is invited to a role, sees what for, and comes in with a proven address and that role', async () => {
    const email = freshAddress()
    const seen = await watchServer(server)
    const made = await inviteStaff(root, { email, roles: [inviterRole] })
    assert.deepEqual([made.status, made.body.state, made.body.roles], [201, 'open', [inviterRole]])
    const token = await tokenOf(email)
    for (let look = 0; look < 3; look += 1) {
      const { body } = await people.anonymous().post('/api/invitations/peek', { token })
      assert.deepEqual([body.email, body.roles, body.hasAccount], [email, [inviterRole], false])
    }
    const { status, body } = await asNew(token)
    assert.equal(status, 201, JSON.stringify(body))
    assert.deepEqual([body.user.email, body.user.roles], [email, [inviterRole]])
    assert.notEqual(body.user.emailVerifiedAt, null)
    const login = await people.anonymous().post('/api/auth/login', { email, password, transport: 'bearer' })
    assert.equal(login.status, 200)
    const effects = await seen()
    assert.deepEqual(
      effects.audit.filter((action) => !action.startsWith('identity.')),
      ['organisations.invitation.sent', 'access.role.granted', 'organisations.invitation.accepted'],
    )
    assert.equal(effects.mails.filter((template) => template === 'organisations.invitation').length, 1)
    const granted = (await root.http.get(`/api/users/${body.user.id}/access`)).body.grants
    assert.deepEqual([granted[0].role, granted[0].grantedBy], [inviterRole, root.id])
    const [audit] = await server.app.db.raw<{ rows: number }>(
      'SELECT count(*)::int AS rows FROM audit.record one WHERE one::text LIKE $1 OR one::text LIKE $2',
      [`%${email}%`, `%${token}%`],
    )
    assert.equal(audit?.rows, 0, 'neither address nor token stands in the audit')
  })

  test('of ten who accept at once, one comes in', async () => {
    const { token, email } = await invited(root)
    const answers = await Promise.all(Array.from({ length: 10 }, () => asNew(token)))
    assert.deepEqual(answers.map(codeOf).sort(), [201, ...Array(9).fill(gone)].sort())
    assert.equal(
      (await people.anonymous().post('/api/auth/login', { email, password, transport: 'bearer' })).status,
      200,
    )
    assert.equal(codeOf(await asNew(token)), gone)
  })

  test('a link is dead once taken back, sent again, made anew, or expired', async () => {
    const revoked = await invited(root)
    assert.equal((await root.http.delete(`/api/invitations/${revoked.id}`)).status, 204)
    assert.deepEqual([(await asNew(revoked.token)).status, codeOf(await asNew(revoked.token))], [410, gone])
    assert.equal(codeOf(await root.http.post(`/api/invitations/${revoked.id}/resend`)), 'organisations/invitation-over')

    const resent = await invited(root)
    assert.equal((await root.http.post(`/api/invitations/${resent.id}/resend`)).status, 200)
    assert.equal(codeOf(await asNew(resent.token)), gone)
    assert.equal((await asNew(await tokenOf(resent.email))).status, 201)
    assert.equal(codeOf(await root.http.delete(`/api/invitations/${resent.id}`)), 'organisations/invitation-over')

    const replaced = await invited(root)
    assert.equal((await inviteStaff(root, { email: replaced.email, roles: [] })).status, 201)
    assert.equal(codeOf(await asNew(replaced.token)), gone)

    const late = await invited(root)
    const week = inSeconds(7 * 86_400 + 1).getTime()
    const restore = setClock(() => week)
    try {
      assert.equal(codeOf(await asNew(late.token)), gone)
      assert.equal(codeOf(await people.anonymous().post('/api/invitations/peek', { token: late.token })), gone)
    } finally {
      restore()
    }
    assert.equal((await asNew(late.token)).status, 201)
  })

  test('the list goes newest first and says how each stands', async () => {
    const open = await invited(root)
    const over = await invited(root)
    await root.http.delete(`/api/invitations/${over.id}`)
    const { items } = (await root.http.get('/api/invitations?limit=2')).body
    assert.deepEqual(
      items.map((one: { id: string; state: string }) => [one.id, one.state]),
      [
        [over.id, 'revoked'],
        [open.id, 'open'],
      ],
    )
  })

  test('nobody invites without the permission, beyond what he holds, or to another’s organisation', async () => {
    const [recruiter, plain, owner] = [
      await people.signedIn(inviterRole),
      await people.signedIn(),
      await people.signedIn(),
    ]
    const email = freshAddress()
    assert.equal(codeOf(await inviteStaff(plain, { email, roles: [] })), 'http/denied')
    assert.equal(codeOf(await inviteStaff(recruiter, { email, roles: ['administrator'] })), 'access/beyond-own')
    assert.equal(codeOf(await inviteStaff(recruiter, { email, roles: ['no-such-role'] })), 'access/unknown-role')
    const { id } = await organisationOf(owner)
    const foreign = await inviteStaff(recruiter, { email, roles: [], organisationId: id })
    const unknown = await inviteStaff(recruiter, { email, roles: [], organisationId: newId<'organisation'>() })
    assert.deepEqual([codeOf(foreign), codeOf(unknown)], ['organisations/not-found', 'organisations/not-found'])
    const byRoot = await invited(root, ['administrator'])
    const again = await recruiter.http.post(`/api/invitations/${byRoot.id}/resend`)
    assert.equal(codeOf(again), 'access/beyond-own')
    assert.ok((await server.mailbox()).every(({ to }) => to.address !== email))
  })

  test('the inviter’s right is that of the moment of acceptance', async () => {
    const disabled = await people.signedIn(inviterRole)
    const demoted = await people.signedIn(inviterRole)
    const narrowed = await people.signedIn(inviterRole)
    const byDisabled = await invited(disabled, [inviterRole])
    const byDemoted = await invited(demoted)
    const byNarrowed = await invited(narrowed, [inviterRole])
    assert.equal((await root.http.post(`/api/users/${disabled.id}/disable`)).status, 204)
    assert.equal((await root.http.delete(`/api/users/${demoted.id}/roles/${inviterRole}`)).status, 204)
    assert.equal((await root.http.put(`/api/users/${narrowed.id}/denials/access:read`, {})).status, 204)
    for (const { token, email } of [byDisabled, byDemoted, byNarrowed]) {
      assert.equal(codeOf(await asNew(token)), gone)
      const login = await people.anonymous().post('/api/auth/login', { email, password })
      assert.equal(codeOf(login), 'identity/invalid-credentials', 'nothing of a refused acceptance stays')
    }
    await root.http.delete(`/api/users/${narrowed.id}/denials/access:read`)
    assert.equal((await asNew(byNarrowed.token)).status, 201)
  })

  test('an account that exists must be signed in, and nothing of it is reset', async () => {
    const [known, other] = [await people.signedIn(), await people.signedIn()]
    assert.equal((await inviteStaff(root, { email: known.email.toUpperCase(), roles: [inviterRole] })).status, 201)
    const messages = await server.mailbox()
    const written = messages.findLast(({ template }) => template === 'organisations.invitation')?.to.address ?? ''
    const token = tokenIn(messages, written, 'organisations.invitation')
    assert.equal((await people.anonymous().post('/api/invitations/peek', { token })).body.hasAccount, true)
    const stranger = await asNew(token)
    assert.deepEqual([stranger.status, codeOf(stranger)], [401, 'organisations/sign-in-first'])
    assert.equal(codeOf(await accept({ token, name: 'X', password }, other.http)), 'organisations/sign-in-first')
    const { status, body } = await accept({ token, name: 'Another Name', password }, known.http)
    assert.deepEqual(
      [status, body],
      [201, { accepted: true, roles: [inviterRole], organisationId: null, organisationRole: null }],
    )
    const me = (await known.http.get('/api/auth/me')).body
    assert.deepEqual([me.user.roles, me.user.name], [[inviterRole], 'A person'])
    const login = { email: known.email, password: known.password, transport: 'bearer' }
    assert.equal((await people.anonymous().post('/api/auth/login', login)).status, 200)
    assert.equal(codeOf(await accept({ token }, known.http)), gone)
  })

  test('an account with a second factor must have proven it, and a delegate does not count as the person', async () => {
    const known = await people.signedIn()
    await inviteStaff(root, { email: known.email, roles: [] })
    const token = await tokenOf(known.email)
    const { key } = (await known.http.post('/api/api-keys', { name: 'mine', scopes: [] })).body
    const byKey = createHttpClient(server.url, { authorization: `Bearer ${key}` })
    assert.equal(codeOf(await accept({ token }, byKey)), 'organisations/sign-in-first')
    await server.app.db.raw(
      'INSERT INTO factors.email (id, user_id, created_at, confirmed_at) VALUES ($1, $2, now(), now())',
      [newId(), known.id],
    )
    assert.equal(codeOf(await accept({ token }, known.http)), 'http/assurance-too-low')
    await server.app.db.raw('DELETE FROM factors.email WHERE user_id = $1', [known.id])
    assert.equal((await accept({ token }, known.http)).status, 201)
  })

  test('an account whose address nobody had proven is handed over, and its maker is out', async () => {
    const email = freshAddress()
    const planted = { email, password: 'planted by a stranger early', name: 'Mallory' }
    assert.equal((await people.anonymous().post('/api/auth/register', planted)).status, 202)
    await inviteStaff(root, { email, roles: [] })
    const token = await tokenOf(email)
    assert.equal((await asNew(token)).status, 201)
    const tryIn = (given: string) =>
      people.anonymous().post('/api/auth/login', { email, password: given, transport: 'bearer' })
    assert.equal(codeOf(await tryIn(planted.password)), 'identity/invalid-credentials')
    assert.equal((await tryIn(password)).body.user.name, 'New Person')
  })

  test('a weak password and missing details are refused, and the link works on', async () => {
    const { token, email } = await invited(root)
    const refusals: HttpAnswer[] = [
      await accept({ token, name: 'New Person', password: 'Password1!' }),
      await accept({ token, name: 'New Person', password: email }),
      await accept({ token, name: 'New Person' }),
      await accept({ token, password }),
    ]
    assert.deepEqual(refusals.map(codeOf), [
      'identity/weak-password',
      'identity/weak-password',
      'organisations/details-missing',
      'organisations/details-missing',
    ])
    assert.equal((await asNew(token)).status, 201)
  })

  test('more than what an invitation holds cannot be asked for', async () => {
    const { token } = await invited(root)
    for (const extra of [{ roles: ['administrator'] }, { emailVerified: true }, { id: newId<'user'>() }]) {
      const answer = await accept({ token, name: 'New Person', password, ...extra })
      assert.deepEqual([answer.status, answer.body.code], [400, 'http/invalid'])
    }
  })

  test('an organisation’s admins invite members, who belong to it when they accept', async () => {
    const [owner, known] = [await people.signedIn(), await people.signedIn()]
    const { id, path } = await organisationOf(owner)
    const email = freshAddress()
    assert.equal((await owner.http.post(`${path}/invitations`, { email, role: 'admin' })).status, 201)
    assert.equal((await owner.http.post(`${path}/invitations`, { email: known.email })).status, 201)
    const newcomer = (await asNew(await tokenOf(email))).body
    const http = createHttpClient(server.url, { authorization: `Bearer ${newcomer.accessToken}` })
    assert.equal((await http.get(path)).body.role, 'admin')
    assert.equal((await accept({ token: await tokenOf(known.email) }, known.http)).body.organisationId, id)
    assert.equal((await known.http.get(path)).body.role, 'member')
    assert.deepEqual(
      (await root.http.get('/api/invitations')).body.items.filter(
        (one: { organisationId: string }) => one.organisationId === id,
      ),
      [],
    )
    const listed = (await http.get(`${path}/invitations`)).body.items
    assert.deepEqual(
      listed.map((one: { state: string }) => one.state),
      ['accepted', 'accepted'],
    )
  })

  test('whoever accepts waits for a change of the organisation without holding the invitation that it may want', async () => {
    const owner = await people.signedIn()
    const { id, path } = await organisationOf(owner)
    const email = freshAddress()
    const invitation = (await owner.http.post(`${path}/invitations`, { email })).body.id
    const token = await tokenOf(email)
    let accepting: Promise<HttpAnswer> | undefined
    await server.app.db.transaction(testOrigin, async (tx) => {
      await tx.raw('SELECT FROM organisations.organisation WHERE id = $1 FOR UPDATE', [id])
      accepting = asNew(token)
      const waiting = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
      while ((await server.app.db.raw(waiting)).length === 0) await setTimeout(5)
      const free = await tx.raw('SELECT FROM organisations.invitation WHERE id = $1 FOR UPDATE SKIP LOCKED', [
        invitation,
      ])
      assert.equal(free.length, 1, 'an owner who takes it back now would wait for who waits for them')
    })
    assert.equal((await accepting)?.status, 201)
  })

  test('an invitation dies with the inviter’s place in the organisation', async () => {
    const [owner, admin] = [await people.signedIn(), await people.signedIn()]
    const { id, path } = await organisationOf(owner)
    await server.app.db.raw("INSERT INTO organisations.member VALUES ($1, $2, 'admin', now())", [id, admin.id])
    const email = freshAddress()
    await admin.http.post(`${path}/invitations`, { email, role: 'admin' })
    const token = await tokenOf(email)
    await owner.http.patch(`${path}/members/${admin.id}`, { role: 'member' })
    assert.equal(codeOf(await asNew(token)), gone)
    await owner.http.patch(`${path}/members/${admin.id}`, { role: 'admin' })
    assert.equal((await asNew(token)).status, 201)
  })

  test('nobody’s mailbox is filled: the eleventh invitation of a day is refused', async () => {
    const email = freshAddress()
    const answers = await Promise.all(Array.from({ length: 14 }, () => inviteStaff(root, { email, roles: [] })))
    assert.deepEqual(answers.map(codeOf).sort(), [
      ...Array(10).fill(201),
      ...Array(4).fill('organisations/too-many-mails'),
    ])
    const mails = (await server.mailbox()).filter(({ to }) => to.address === email)
    assert.equal(mails.length, 10)
    const alive = await server.app.db.raw(
      'SELECT FROM organisations.invitation WHERE email_canonical = $1 AND revoked_at IS NULL',
      [email],
    )
    assert.equal(alive.length, 1)
  })

  test('a table’s row opens nothing: only the hash of the link is kept', async () => {
    const { token, id } = await invited(root)
    const [row] = await server.app.db.raw<{ all: string; hash: string }>(
      `SELECT invitation::text AS all, encode(secret_hash, 'base64') AS hash FROM organisations.invitation WHERE id = $1`,
      [id],
    )
    assert.ok(row !== undefined && !row.all.includes(token))
    for (const value of [row.hash, Buffer.from(row.hash, 'base64').toString('hex'), id])
      assert.equal(codeOf(await asNew(value)), gone)
  })
})
