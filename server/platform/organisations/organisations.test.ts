import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { codeOf, pause, watchServer } from '../../../test/support/organisations.ts'
import type { Person } from '../../../test/support/people.ts'
import { startServer } from '../../../test/support/server.ts'
import { newId } from '../../kernel/id.ts'

const server = await startServer()
const { people } = server

async function organisation(owner: Person, name = 'Example Ltd'): Promise<{ id: string; slug: string; path: string }> {
  const { status, body } = await owner.http.post('/api/organisations', { name })
  assert.equal(status, 201, JSON.stringify(body))
  return { id: body.id, slug: body.slug, path: `/api/organisations/${body.id}` }
}

/** Puts people into an organisation as an accepted invitation would. */
async function join(id: string, person: Person, role: string): Promise<void> {
  await server.app.db.raw('INSERT INTO organisations.member VALUES ($1, $2, $3, now())', [id, person.id, role])
}

const rolesIn = async (path: string, reader: Person): Promise<Record<string, string>> => {
  const { body } = await reader.http.get(`${path}/members?limit=100`)
  return Object.fromEntries(body.items.map((one: { userId: string; role: string }) => [one.userId, one.role]))
}

describe('organisations', () => {
  after(() => server.stop())

  test('whoever makes one is its owner, and finds it in the own list only', async () => {
    const [owner, stranger] = await Promise.all([people.signedIn(), people.signedIn()])
    const seen = await watchServer(server)
    const made = await owner.http.post('/api/organisations', { name: 'Müller & Söhne' })
    assert.equal(made.status, 201)
    assert.match(made.body.slug, /^muller-sohne-[0-9a-f]{6}$/)
    assert.deepEqual((await owner.http.get('/api/organisations')).body.items, [made.body])
    assert.deepEqual((await stranger.http.get('/api/organisations')).body.items, [])
    const members = (await owner.http.get(`/api/organisations/${made.body.id}/members`)).body.items
    assert.deepEqual(
      members.map((one: Record<string, unknown>) => [one.userId, one.email, one.role]),
      [[owner.id, owner.email, 'owner']],
    )
    assert.deepEqual(await seen(), {
      audit: ['organisations.created'],
      events: ['organisations.created', 'organisations.member.joined'],
      mails: [],
    })
  })

  test('the list goes page by page, each organisation once', async () => {
    const owner = await people.signedIn()
    const made: string[] = []
    for (const name of ['One', 'Two', 'Three']) made.unshift((await organisation(owner, name)).id)
    const first = (await owner.http.get('/api/organisations?limit=2')).body
    const second = (await owner.http.get(`/api/organisations?limit=2&cursor=${first.nextCursor}`)).body
    const listed = [...first.items, ...second.items].map((one: { id: string }) => one.id)
    assert.deepEqual([listed, second.nextCursor], [made, null])
  })

  test('of ten who want one short name at once, one gets it', async () => {
    const owners = await Promise.all(Array.from({ length: 4 }, () => people.signedIn()))
    const wanted = { name: 'Wanted', slug: 'the-one' }
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, at) => (owners[at % 4] as Person).http.post('/api/organisations', wanted)),
    )
    assert.deepEqual(answers.map(codeOf).sort(), [201, ...Array(11).fill('organisations/slug-taken')])
  })

  test('a name that would put a link into a stranger’s mail is refused', async () => {
    const owner = await people.signedIn()
    for (const name of ['Visit www.evil.example', 'https://evil.example', 'two\nlines', ' '])
      assert.equal((await owner.http.post('/api/organisations', { name })).status, 400, name)
  })

  test('owners act on everybody, admins on all but owners, members on nobody', async () => {
    const [owner, admin, member, other] = await Promise.all([
      people.signedIn(),
      people.signedIn(),
      people.signedIn(),
      people.signedIn(),
    ])
    const { id, path } = await organisation(owner)
    for (const [person, role] of [
      [admin, 'admin'],
      [member, 'member'],
      [other, 'member'],
    ] as const)
      await join(id, person, role)
    const set = (by: Person, who: Person, role: string) => by.http.patch(`${path}/members/${who.id}`, { role })
    const refused = [
      await set(member, other, 'admin'),
      await set(member, member, 'owner'),
      await set(admin, admin, 'owner'),
      await set(admin, member, 'owner'),
      await set(admin, owner, 'member'),
      await admin.http.delete(`${path}/members/${owner.id}`),
      await member.http.delete(`${path}/members/${other.id}`),
      await member.http.patch(path, { name: 'Mine' }),
      await admin.http.delete(path),
      await admin.http.post(`${path}/transfer`, { userId: member.id }),
      await member.http.get(`${path}/invitations`),
      await member.http.post(`${path}/invitations`, { email: 'new@mail.example' }),
      await admin.http.post(`${path}/invitations`, { email: 'new@mail.example', role: 'owner' }),
    ]
    assert.deepEqual(refused.map(codeOf), Array(refused.length).fill('organisations/denied'))
    assert.equal((await set(admin, other, 'admin')).status, 204)
    assert.equal((await set(owner, member, 'owner')).status, 204)
    assert.equal((await admin.http.delete(`${path}/members/${other.id}`)).status, 204)
    assert.equal((await admin.http.patch(path, { name: 'Renamed' })).body.name, 'Renamed')
    assert.deepEqual(await rolesIn(path, owner), { [owner.id]: 'owner', [admin.id]: 'admin', [member.id]: 'owner' })
  })

  test('the last owner stays: neither steps down nor leaves, until it is handed over', async () => {
    const [owner, heir] = await Promise.all([people.signedIn(), people.signedIn()])
    const { id, path } = await organisation(owner)
    await join(id, heir, 'member')
    const self = `${path}/members/${owner.id}`
    assert.equal(codeOf(await owner.http.patch(self, { role: 'admin' })), 'organisations/last-owner')
    assert.equal(codeOf(await owner.http.delete(self)), 'organisations/last-owner')
    const toNobody = await owner.http.post(`${path}/transfer`, { userId: newId<'user'>() })
    assert.equal(codeOf(toNobody), 'organisations/member-not-found')
    assert.equal((await owner.http.post(`${path}/transfer`, { userId: heir.id })).status, 204)
    assert.deepEqual(await rolesIn(path, heir), { [owner.id]: 'admin', [heir.id]: 'owner' })
    assert.equal((await owner.http.delete(self)).status, 204)
    assert.equal(codeOf(await owner.http.get(path)), 'organisations/not-found')
  })

  test('of ten owners who all leave at once, one stays', async () => {
    const owners = await Promise.all(Array.from({ length: 10 }, () => people.signedIn()))
    const [first, ...others] = owners as [Person, ...Person[]]
    const { id, path } = await organisation(first)
    for (const other of others) await join(id, other, 'owner')
    const left = await Promise.all(owners.map((one) => one.http.delete(`${path}/members/${one.id}`)))
    assert.deepEqual(left.map(codeOf).sort(), [...Array(9).fill(204), 'organisations/last-owner'])
  })

  test('one with other members is deleted only when the short name is repeated', async () => {
    const [owner, member] = await Promise.all([people.signedIn(), people.signedIn()])
    const { id, slug, path } = await organisation(owner)
    await join(id, member, 'member')
    await owner.http.post(`${path}/invitations`, { email: 'late@mail.example' })
    assert.equal(codeOf(await owner.http.delete(path)), 'organisations/has-members')
    assert.equal(codeOf(await owner.http.delete(`${path}?confirm=other`)), 'organisations/has-members')
    const ended: string[] = []
    server.app.units.organisations.onDelete(async (_tx, gone) => void ended.push(gone))
    assert.equal((await owner.http.delete(`${path}?confirm=${slug}`)).status, 204)
    assert.deepEqual(ended, [id])
    assert.equal(codeOf(await member.http.get(path)), 'organisations/not-found')
    const [left] = await server.app.db.raw<{ rows: number }>(
      'SELECT count(*)::int AS rows FROM organisations.invitation WHERE organisation_id = $1',
      [id],
    )
    assert.equal(left?.rows, 0)
  })

  test('to a stranger it does not exist: every route answers as for an id that was never given', async () => {
    const [owner, stranger] = await Promise.all([people.signedIn(), people.signedIn()])
    const { path } = await organisation(owner)
    const invited = (await owner.http.post(`${path}/invitations`, { email: 'one@mail.example' })).body.id
    const requests = (base: string) => [
      stranger.http.get(base),
      stranger.http.patch(base, { name: 'Mine' }),
      stranger.http.delete(base),
      stranger.http.get(`${base}/members`),
      stranger.http.patch(`${base}/members/${owner.id}`, { role: 'member' }),
      stranger.http.delete(`${base}/members/${owner.id}`),
      stranger.http.post(`${base}/transfer`, { userId: stranger.id }),
      stranger.http.get(`${base}/invitations`),
      stranger.http.post(`${base}/invitations`, { email: 'me@mail.example' }),
      stranger.http.delete(`${base}/invitations/${invited}`),
      stranger.http.post(`${base}/invitations/${invited}/resend`),
    ]
    const bodies = async (base: string) =>
      (await Promise.all(requests(base))).map(({ status, body: { traceId: _, requestId: __, ...rest } }) => [
        status,
        rest,
      ])
    const real = await bodies(path)
    assert.deepEqual(real, await bodies(`/api/organisations/${newId<'organisation'>()}`))
    for (const [status] of real) assert.equal(status, 404)
    const own = await organisation(stranger)
    const elsewhere = await stranger.http.delete(`${own.path}/invitations/${invited}`)
    assert.equal(codeOf(elsewhere), 'organisations/invitation-not-found')
  })

  test('a person who is erased passes the last ownership on, and takes an organisation of one along', async () => {
    const [owner, admin, member] = await Promise.all([people.signedIn(), people.signedIn(), people.signedIn()])
    const shared = await organisation(owner)
    const alone = await organisation(owner)
    await join(shared.id, member, 'member')
    await pause()
    await join(shared.id, admin, 'admin')
    await owner.http.post(`${shared.path}/invitations`, { email: 'late@mail.example' })
    const { organisations } = server.app.units
    const exported = (await organisations.exportPerson?.(owner.id)) as {
      memberships: unknown[]
      invitationsSent: unknown[]
    }
    assert.deepEqual([exported.memberships.length, exported.invitationsSent.length], [2, 1])
    const origin = { actor: { kind: 'system', name: 'test' }, requestId: 'test' } as const
    await server.app.db.transaction(origin, async (tx) => organisations.erasePerson?.(tx, owner.id))
    assert.deepEqual(await rolesIn(shared.path, admin), { [admin.id]: 'owner', [member.id]: 'member' })
    const [left] = await server.app.db.raw<{ alone: number; open: number }>(
      `SELECT (SELECT count(*)::int FROM organisations.organisation WHERE id = $1) AS alone,
              (SELECT count(*)::int FROM organisations.invitation WHERE invited_by = $2 AND revoked_at IS NULL) AS open`,
      [alone.id, owner.id],
    )
    assert.deepEqual(left, { alone: 0, open: 0 })
  })
})
