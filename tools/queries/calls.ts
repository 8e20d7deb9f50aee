import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { systemOrigin } from '../../server/kernel/db/actor.ts'
import { newId } from '../../server/kernel/id.ts'
import type { HttpAnswer, HttpClient } from '../../test/support/http-client.ts'
import { tokenIn } from '../../test/support/mailbox.ts'
import type { TestServer } from '../../test/support/server.ts'
import { invoices } from './invoice-calls.ts'
import { readRoutes } from './read-routes.ts'

const fixtures = join(import.meta.dirname, '../../test/fixtures/music')
const password = 'a sentence that nobody knows'
const nextPassword = 'another sentence that nobody knows'
/** A worker looks every 5 s. */
const SCHEDULES_LOOKED_AT_MS = 6000

/** Walks one person through the program, then reads every route as administrator, and runs what is scheduled once. */
export async function callEverything(server: TestServer): Promise<void> {
  const root = (await server.people.signedIn('administrator')).http
  const email = 'ada@example.org'
  const ada = await account(server, email)
  const { body } = await root.get(`/api/users?search=${encodeURIComponent(email)}`)
  await grants(root, String(body.items[0].id))
  await release(server, ada, root)
  await playlists(ada)
  await invoices(root, done)
  await readRoutes(server, root)
  await readRoutes(server, ada)
  await scheduled(server)
}

/** The body of an answer that has to be a success: a call that is refused sends none of the statements it is there for. */
async function done(answer: Promise<HttpAnswer>): Promise<HttpAnswer['body']> {
  const { status, body } = await answer
  if (status >= 300) throw new Error(`a call was refused: ${status} ${JSON.stringify(body)}`)
  return body
}

async function account(server: TestServer, email: string): Promise<HttpClient> {
  const anyone = server.people.anonymous()
  const login = { email, password, transport: 'bearer' }
  await done(anyone.post('/api/auth/register', { email, password, name: 'Ada' }))
  await done(anyone.post('/api/auth/verify/resend', { email }))
  await done(anyone.post('/api/auth/verify', { token: tokenIn(await server.mailbox(), email, 'identity.verify') }))
  const { refreshToken } = await done(anyone.post('/api/auth/login', login))
  await anyone.post('/api/auth/login', { ...login, password: 'wrong' })
  await done(anyone.post('/api/auth/refresh', { refreshToken }))
  await done(anyone.post('/api/auth/forgot-password', { email }))
  await done(
    anyone.post('/api/auth/reset-password', {
      token: tokenIn(await server.mailbox(), email, 'identity.reset'),
      password: nextPassword,
    }),
  )
  const ada = await signedIn(server, email, nextPassword)
  await done(ada.post('/api/auth/change-password', { currentPassword: nextPassword, newPassword: password }))
  await done((await signedIn(server, email, password)).post('/api/auth/logout', {}))
  await done((await signedIn(server, email, password)).post('/api/auth/logout-all', {}))
  const other = await signedIn(server, email, password)
  const again = await signedIn(server, email, password)
  const sessions = await done(other.get('/api/auth/sessions'))
  const older = sessions.items.find(({ current }: { current: boolean }) => !current)
  await done(other.delete(`/api/auth/sessions/${older.id}`))
  return (await again.get('/api/auth/me')).status === 200 ? again : other
}

async function signedIn(server: TestServer, email: string, secret: string): Promise<HttpClient> {
  const anyone = server.people.anonymous()
  const { accessToken } = await done(anyone.post('/api/auth/login', { email, password: secret, transport: 'bearer' }))
  const authorization = `Bearer ${accessToken}`
  const send: HttpClient['send'] = (path, init) =>
    anyone.send(path, { ...init, headers: { authorization, ...(init.headers as Record<string, string>) } })
  const withBody =
    (method: string) =>
    (path: string, body?: unknown, headers: Record<string, string> = {}) =>
      send(path, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body ?? {}),
      })
  return {
    send,
    get: (path, headers = {}) => send(path, { headers }),
    delete: (path, headers = {}) => send(path, { method: 'DELETE', headers }),
    post: withBody('POST'),
    put: withBody('PUT'),
    patch: withBody('PATCH'),
  }
}

async function grants(root: HttpClient, userId: string): Promise<void> {
  await done(root.put(`/api/users/${userId}/roles/reviewer`, { reason: 'a test of queries' }))
  await done(root.delete(`/api/users/${userId}/roles/reviewer`))
}

/** From an application to a published track. */
async function release(server: TestServer, ada: HttpClient, root: HttpClient): Promise<void> {
  const agreements = await done(ada.get('/api/agreements/current'))
  const agreementIds = agreements.items.map(({ id }: { id: string }) => id)
  const application = await done(ada.post('/api/artist/signup', { role: 'solo', stageName: 'Ada Sky', agreementIds }))
  const whole = {
    legalName: 'Ada King',
    email: 'ada@example.org',
    country: 'GB',
    genres: ['Jazz'],
    ageVerified: true,
    bio: 'Sings.',
  }
  const own = `/api/artist/applications/${application.id}`
  const queue = `/api/review/applications/${application.id}`
  await done(ada.patch(own, whole))
  await done(ada.post(`${own}/submit`, {}))
  await done(root.post(`${queue}/claim`, {}))
  await done(
    root.post(`${queue}/request-info`, {
      message: 'Please tell us where you have performed before and with whom, in a few words.',
    }),
  )
  await done(ada.post(`${own}/answer`, { message: 'In many places, and with many people.' }))
  await done(root.post(`${queue}/claim`, {}))
  await done(root.post(`${queue}/approve`, {}))
  await server.jobsIdle()
  const submission = await submitTrack(server, await signedIn(server, 'ada@example.org', password))
  const review = `/api/review/tracks/${submission.id}`
  await done(root.post(`${review}/claim`, {}))
  await done(root.post(`${review}/heartbeat`, {}))
  await done(root.post(`${review}/release`, {}))
  await done(root.post(`${review}/claim`, {}))
  await done(root.post(`${review}/decide`, { verdict: 'approve' }))
  await server.jobsIdle()
}

async function submitTrack(server: TestServer, ada: HttpClient): Promise<{ id: string }> {
  const { items } = await done(ada.get('/api/artists?mine=true'))
  const audioFileId = await upload(ada, 'audio/flac-24-96.flac', 'audio/flac', 'music.audio')
  const coverFileId = await upload(ada, 'images/cover-3000.jpg', 'image/jpeg', 'music.cover')
  const track = {
    artistId: items[0].id,
    title: 'Dawn',
    genre: 'Jazz',
    explicit: false,
    audioFileId,
    coverFileId,
    albumTitle: 'Mornings',
  }
  const submission = await done(ada.post('/api/tracks/submit', track, { 'idempotency-key': newId() }))
  await server.jobsIdle()
  return submission
}

async function upload(http: HttpClient, fixture: string, contentType: string, purpose: string): Promise<string> {
  const bytes = readFileSync(join(fixtures, fixture))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const announced = { filename: fixture.split('/').at(-1), contentType, bytes: bytes.length, sha256, purpose }
  const given = await done(http.post('/api/uploads/sign', announced))
  await done(http.delete(`/api/uploads/${given.uploadId}`))
  const signed = await done(http.post('/api/uploads/sign', announced))
  await done(
    http.send(signed.url, { method: 'PUT', headers: { 'content-type': contentType }, body: new Uint8Array(bytes) }),
  )
  return (await done(http.post('/api/uploads/confirm', { uploadId: signed.uploadId }))).id
}

async function playlists(ada: HttpClient): Promise<void> {
  const { items } = await done(ada.get('/api/tracks?limit=2'))
  const { id } = await done(
    ada.post('/api/playlists', { title: 'Mine', visibility: 'public' }, { 'idempotency-key': newId() }),
  )
  await done(ada.patch(`/api/playlists/${id}`, { title: 'Ours' }))
  await done(ada.post(`/api/playlists/${id}/items`, { trackId: items[0].id }))
  const filled = await done(ada.post(`/api/playlists/${id}/items`, { trackId: items[1].id }))
  const last = filled.items.at(-1).id
  await done(ada.patch(`/api/playlists/${id}/items/${last}`, { afterItemId: null }))
  await done(ada.delete(`/api/playlists/${id}/items/${last}`))
  const { id: other } = await done(ada.post('/api/playlists', { title: 'Gone' }))
  await done(ada.delete(`/api/playlists/${other}`))
}

/** Everything that the clock starts, once, and the sealing of the audit trail. */
async function scheduled({ app, databaseUrl, jobsIdle }: TestServer): Promise<void> {
  app.units.audit.startSealing()
  const due = app.units.all.flatMap(({ schedules }) => schedules ?? [])
  await app.db.transaction(systemOrigin('queries', 'queries'), async (tx) => {
    for (const { job, data } of due) await tx.enqueue({ queue: job.name, data, options: {} })
    await tx.enqueue({ queue: 'kernel.prune-jobs', data: {}, options: {} })
  })
  await makeDue(databaseUrl)
  await sleep(SCHEDULES_LOOKED_AT_MS)
  await jobsIdle()
}

/** One schedule of every minute, so that a tick is taken however long the calls took. */
async function makeDue(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(
    "UPDATE kernel.schedule SET ticked_at = ticked_at - interval '2 minutes' WHERE times LIKE '* * * * * %'",
  )
  await client.end()
}
