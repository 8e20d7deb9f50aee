import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createHttpClient } from '../../../test/support/http-client.ts'
import { tokenIn } from '../../../test/support/mailbox.ts'
import { expectStatus, freshFiles, idempotencyKey, type MusicServer, startMusic } from '../../../test/support/music.ts'
import type { Person } from '../../../test/support/people.ts'

describe('a person who asks for their data, or to be forgotten', () => {
  let server: MusicServer
  let admin: Person

  before(async () => {
    server = await startMusic()
    admin = await server.people.signedIn('administrator')
  })
  after(() => server.stop())

  const requestDeletion = async (person: Person): Promise<string> => {
    expectStatus(await person.http.post('/api/auth/delete'), 202)
    return tokenIn(await server.mailbox(), person.email, 'identity.delete-link')
  }
  const confirm = (token: string) => server.people.anonymous().post('/api/auth/delete/confirm', { token })
  const login = ({ email, password }: Person) =>
    server.people.anonymous().post('/api/auth/login', { email, password, transport: 'bearer' })
  const verified = async () => {
    await server.app.units.audit.sealNow()
    return (await server.app.units.audit.verify()).firstFault
  }
  /** Every row of every table but migrations, as text. */
  const dumped = async (): Promise<string> => {
    const tables = await server.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
        WHERE schemaname NOT IN ('pg_catalog', 'information_schema', 'pgboss')`,
    )
    const texts: string[] = []
    for (const { name } of tables) {
      const rows = await server.query<{ text: string }>(`SELECT t::text AS text FROM ${name} t`)
      texts.push(...rows.map((row) => `${name} ${row.text}`))
    }
    return texts.join('\n')
  }

  test('the export holds what every unit has, of this person and nobody else, and no secret', async () => {
    const { person } = await server.artist('Export Band')
    const stranger = await server.people.signedIn('reviewer')
    await person.http.post('/api/playlists', { title: 'My evening' })
    await person.http.post('/api/api-keys', { name: 'Exporter', scopes: ['music:submit'] })
    const answer = await person.http.get('/api/auth/export')
    const { units, userId } = expectStatus(answer, 200)
    assert.equal(userId, person.id)
    assert.match(answer.headers.get('content-disposition') ?? '', /attachment/)
    assert.equal(answer.headers.get('cache-control'), 'no-store')
    assert.equal(units.identity.account.email, person.email)
    assert.equal(units.music.applications[0].payload.legalName, 'Ada Example')
    assert.equal(units.music.playlists[0].title, 'My evening')
    assert.equal(units.api_keys[0].name, 'Exporter')
    for (const unit of ['audit', 'access', 'identity', 'music', 'files', 'organisations', 'api_keys'])
      assert.ok(Object.hasOwn(units, unit), unit)
    const text = JSON.stringify(units)
    for (const foreign of [stranger.email, stranger.id, admin.email]) assert.equal(text.includes(foreign), false)
    assert.equal(/argon2|secret_hash|refresh_salt/.test(text), false)
  })

  test('deleting takes a mailed link, once, and leaves nobody who could sign in', async () => {
    const person = await server.people.signedIn()
    const token = await requestDeletion(person)
    assert.equal((await person.http.get('/api/auth/me')).status, 200, 'asking alone changes nothing')
    assert.equal((await confirm('not-the-token')).body.code, 'identity/token-invalid')
    const answers = await Promise.all(Array.from({ length: 5 }, () => confirm(token)))
    assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 400, 400, 400, 400])
    assert.equal((await person.http.get('/api/auth/me')).status, 401)
    assert.equal((await login(person)).body.code, 'identity/invalid-credentials')
    const listed = (await admin.http.get(`/api/users?search=${person.email}`)).body
    assert.deepEqual(listed.items, [])
    assert.equal((await admin.http.post(`/api/users/${person.id}/enable`, {})).status, 204)
    const [row] = await server.query<{ closed: boolean }>(
      'SELECT disabled_at IS NOT NULL AS closed FROM identity."user" WHERE id = $1',
      [person.id],
    )
    assert.equal(row?.closed, true)
    assert.ok(
      (await server.mailbox()).some((one) => one.template === 'identity.erased' && one.to.address === person.email),
    )
    assert.equal(await verified(), null)
  })

  test('the address may register again, as somebody new', async () => {
    const person = await server.people.signedIn()
    assert.equal((await confirm(await requestDeletion(person))).status, 204)
    const id = await server.app.units.identity.createUser({ ...person, name: 'Another life' })
    assert.notEqual(id, person.id)
    assert.equal((await login(person)).status, 200)
  })

  test('a newer password makes the link void', async () => {
    const person = await server.people.signedIn()
    const token = await requestDeletion(person)
    const body = { currentPassword: person.password, newPassword: 'violet-otter-under-9-bridges' }
    expectStatus(await person.http.post('/api/auth/change-password', body), 200)
    assert.equal((await confirm(token)).body.code, 'identity/token-invalid')
  })

  test('no session survives a deletion that races refreshes and sign-ins', async () => {
    for (let round = 0; round < 10; round += 1) {
      const person = await server.people.signedIn()
      const { refreshToken } = (await login(person)).body
      const token = await requestDeletion(person)
      const anonymous = server.people.anonymous()
      const [erased, ...others] = await Promise.all([
        confirm(token),
        ...Array.from({ length: 4 }, () => anonymous.post('/api/auth/refresh', { refreshToken })),
        login(person),
      ])
      assert.equal(erased?.status, 204)
      for (const { body } of others) {
        if (body.accessToken === undefined) continue
        const client = createHttpClient(server.url, { authorization: `Bearer ${body.accessToken}` })
        assert.equal((await client.get('/api/auth/me')).status, 401)
        assert.equal((await anonymous.post('/api/auth/refresh', { refreshToken: body.refreshToken })).status, 401)
      }
      const left = await server.query('SELECT 1 FROM identity.session WHERE user_id = $1', [person.id])
      assert.deepEqual(left, [])
    }
  })

  test('nothing that tells who an artist was is left in any table, the contract and the trail stand', async () => {
    const { person, artistId } = await server.artist('Vanishing Act')
    const reviewer = await server.people.signedIn('reviewer')
    const files = await freshFiles(person)
    const sent = { artistId, title: 'Farewell', genre: 'Rock', explicit: false, ...files }
    const submission = expectStatus(await person.http.post('/api/tracks/submit', sent, idempotencyKey()), 201)
    await server.jobsIdle()
    expectStatus(await reviewer.http.post(`/api/review/tracks/${submission.id}/claim`), 200)
    expectStatus(await reviewer.http.post(`/api/review/tracks/${submission.id}/decide`, { verdict: 'approve' }), 200)
    const listed = async (): Promise<{ id: string }[]> =>
      expectStatus(await server.people.anonymous().get('/api/tracks'), 200).items
    const [farewell] = await listed()
    assert.equal((await reviewer.http.get(`/api/tracks/${farewell?.id}`)).status, 200)
    const spare = await freshFiles(person)
    await person.http.post('/api/playlists', { title: 'Only mine' })
    assert.equal((await confirm(await requestDeletion(person))).status, 204)
    await server.jobsIdle()

    const text = await dumped()
    const traces = text.split('\n').filter((line) => line.includes(person.email) || line.includes('Vanishing Act'))
    // The mail that says so is the last with the address; the nightly housekeeping blanks it.
    assert.deepEqual(
      traces.filter((line) => !line.includes('identity.erased') && !line.startsWith('music.application ')),
      [],
    )
    const [application] = await server.query<{ payload: object; ip: string | null }>(
      `SELECT payload, ip FROM music.application JOIN music.agreement_acceptance ON application_id = application.id
        WHERE applicant_id = $1 LIMIT 1`,
      [person.id],
    )
    const kept = { role: 'solo', legalName: 'Ada Example', stageName: 'Vanishing Act', country: 'DE' }
    assert.deepEqual(application, { payload: kept, ip: null })
    const [track] = await server.query<{ state: string; artist_name: string }>(
      'SELECT state, artist_name FROM music.track WHERE artist_id = $1',
      [artistId],
    )
    assert.deepEqual(track, { state: 'unpublished', artist_name: 'Former artist' })
    assert.deepEqual(await listed(), [])
    assert.equal((await reviewer.http.get(`/api/tracks/${farewell?.id}`)).status, 404)
    const owned = await server.query<{ id: string; owner_id: string | null }>(
      'SELECT id, owner_id FROM files.file WHERE id = ANY($1)',
      [[files.audioFileId, spare.audioFileId]],
    )
    assert.deepEqual(owned, [{ id: files.audioFileId, owner_id: null }])
    assert.equal(await verified(), null)
  })

  test('an artist with other members goes on under one of them', async () => {
    const { person, artistId, slug } = await server.artist('Two of Us')
    const heir = await server.people.signedIn('artist')
    await server.query("INSERT INTO music.artist_member VALUES ($1, $2, 'member', now())", [artistId, heir.id])
    assert.equal((await confirm(await requestDeletion(person))).status, 204)
    const members = await server.query('SELECT user_id, role FROM music.artist_member WHERE artist_id = $1', [artistId])
    assert.deepEqual(members, [{ user_id: heir.id, role: 'owner' }])
    assert.equal((await heir.http.get(`/api/artists/${slug}`)).body.name, 'Two of Us')
  })

  test('an administrator erases people who may do no more, with a reason, and nobody else does', async () => {
    const person = await server.people.signedIn()
    const reviewer = await server.people.signedIn('reviewer')
    const erase = (by: Person, id: string) => by.http.post(`/api/users/${id}/erase`, { reason: 'asked by letter' })
    assert.equal((await erase(reviewer, person.id)).body.code, 'http/denied')
    assert.equal((await erase(admin, person.id)).status, 204)
    assert.equal((await erase(admin, person.id)).body.code, 'identity/user-not-found')
    assert.equal((await login(person)).body.code, 'identity/invalid-credentials')
    const { items } = (await admin.http.get(`/api/audit?subject=${person.id}&action=identity.erasure`)).body
    assert.deepEqual(items[0].details, { reason: 'asked by letter' })
  })

  test('the last administrator stays', async () => {
    const token = await requestDeletion(admin)
    const answer = await confirm(token)
    assert.equal(answer.body.code, 'access/last-administrator')
    assert.equal((await admin.http.get('/api/auth/me')).status, 200)
    const second = await server.people.signedIn('administrator')
    assert.equal((await confirm(token)).status, 204)
    assert.equal((await second.http.get('/api/auth/me')).status, 200)
  })
})
