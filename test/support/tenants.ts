import { createHash, randomBytes } from 'node:crypto'
import { systemOrigin } from '../../server/kernel/db/actor.ts'
import { newId } from '../../server/kernel/id.ts'
import { quoteFields } from './agency.ts'
import { cookieClient } from './cookie-client.ts'
import { expectStatus, freshFiles, idempotencyKey, type MusicServer } from './music.ts'
import type { Person } from './people.ts'
import { tradingThings } from './tenants-trading.ts'

/** A person who has one of everything that belongs to somebody: ids by kind. */
export interface Tenant {
  readonly person: Person
  readonly ids: Readonly<Record<string, string>>
}

/** Makes a stranger to everybody else, with one of everything that is made by the API. */
export async function makeTenant(server: MusicServer, name: string): Promise<Tenant> {
  const { person, artistId } = await server.artist(name)
  const own = await platformThings(server, person)
  const music = await musicThings(server, person, artistId)
  const agency = await agencyThings(server, person)
  const trading = await tradingThings(server, person)
  const invoice = await issuedInvoice(server, person)
  return { person, ids: { user: person.id, artist: artistId, invoice, ...own, ...music, ...agency, ...trading } }
}

/** What a person makes by the API. */
async function platformThings(
  server: MusicServer,
  { id, http, email, password }: Person,
): Promise<Record<string, string>> {
  const made = async (path: string, body: object) => expectStatus(await http.post(path, body), 201)
  const organisation = (await made('/api/organisations', { name: 'Somebody Else Ltd' })).id
  const invitation = (await made(`/api/organisations/${organisation}/invitations`, { email: 'late@mail.example' })).id
  const apiKey = (await made('/api/api-keys', { name: 'mine', scopes: [] })).id
  const totp = (await made('/api/auth/mfa/totp', {})).id
  await cookieClient(server.url).post('/api/auth/login', { email, password })
  const kept = { organisationId: organisation, path: 'own/key', environment: 'test', value: 'of a tenant' }
  const secret = (await made('/api/secrets', kept)).id
  const secretGrant: string = newId()
  await server.query(
    `INSERT INTO secrets.access_grant (id, organisation_id, pattern, holder_kind, holder, may, created_at)
     VALUES ($1, $2, '*', 'user', $3, '{read}', now())`,
    [secretGrant, organisation, id],
  )
  const { lease, leaseTemplate } = await leased(server, id)
  const first = async (path: string) => expectStatus(await http.get(path), 200).items[0]?.id ?? ''
  const sha256 = createHash('sha256').update('some bytes').digest('hex')
  const announced = { filename: 'a.wav', contentType: 'audio/wav', bytes: 10, sha256, purpose: 'music.audio' }
  const upload = (await made('/api/uploads/sign', announced)).uploadId
  const session = await first('/api/auth/sessions')
  return { organisation, invitation, apiKey, totp, upload, secret, secretGrant, lease, leaseTemplate, session }
}

/** A lease that has ended, and what it was made by. */
async function leased({ query }: MusicServer, holder: string) {
  const [lease, leaseTemplate]: [string, string] = [newId(), newId()]
  await query(
    `INSERT INTO secrets.lease_template (id, path, description, kind, connection, rules, ttl_seconds, max_ttl_seconds, created_at, changed_at)
     VALUES ($1, $2, '', 'redis', 'secret:own/key', '{"redis": {}}', 60, 60, now(), now())`,
    [leaseTemplate, `own/${leaseTemplate}`],
  )
  await query(
    `INSERT INTO secrets.lease (id, template_id, path, kind, state, holder_id, request_key, request_hash, issued_at, expires_at,
                                max_expires_at, ended_at, next_try_at)
     VALUES ($1, $2, 'own/template', 'redis', 'ended', $3, 'own-request', repeat('0', 64), now(), now(), now(), now(), now())`,
    [lease, leaseTemplate, holder],
  )
  return { lease, leaseTemplate }
}

/** Issued to the person by whoever keeps the books. */
async function issuedInvoice({ app }: MusicServer, { id: clientId }: Person): Promise<string> {
  return await app.db.transaction(systemOrigin('test', 'test'), async (tx) => {
    await tx.raw(
      `INSERT INTO invoices.settings VALUES (true, 'Seller', '{Street}', NULL, NULL, '', 'UTC', 'INV', 'CN', 'line', 14, 1, now())
       ON CONFLICT DO NOTHING`,
    )
    const lines = [{ description: 'Work', qty: '1', unitMinor: 100n, taxRateBp: 0 }]
    const { id } = await app.units.invoices.draft(tx, { clientId, currency: 'EUR', lines })
    return (await app.units.invoices.issue(tx, id)).id
  })
}

/** What a client has with an agency, found by its reference. */
async function agencyThings({ query, people }: MusicServer, { id, http }: Person): Promise<Record<string, string>> {
  const asked = { title: 'A site', details: 'Of a few pages.' }
  const { reference: request } = expectStatus(await http.post('/api/service-requests', asked, idempotencyKey()), 202)
  const [client] = await query<{ id: string }>('SELECT id FROM agency.client WHERE user_id = $1', [id])
  const seller = await people.signedIn('manager')
  const body = { ...quoteFields(), clientId: client?.id }
  const quote = expectStatus(await seller.http.post('/api/staff/quotes', body), 201).id
  expectStatus(await seller.http.post(`/api/staff/quotes/${quote}/send`), 200)
  const begun = { clientId: client?.id, title: 'Site' }
  const project = expectStatus(await seller.http.post('/api/staff/projects', begun), 201).id
  const made = expectStatus(
    await seller.http.post(`/api/staff/projects/${project}/deliverables`, { title: 'Home' }),
    201,
  )
  const deliverable = made.deliverables[0].id
  expectStatus(await seller.http.post(`/api/staff/projects/${project}/deliverables/${deliverable}/share`), 200)
  const help = { subject: 'Help', body: 'It does not send.' }
  const ticket = expectStatus(await http.post('/api/tickets', help, idempotencyKey()), 202).reference
  return { request, quote, project, deliverable, ticket }
}

/** A published track on a playlist, and a submission that is not published. */
async function musicThings(server: MusicServer, { http, ...person }: Person, artistId: string) {
  const submit = async (title: string) => {
    const files = await freshFiles({ http, ...person })
    const body = { artistId, title, genre: 'Rock', explicit: false, ...files }
    const { id } = expectStatus(await http.post('/api/tracks/submit', body, idempotencyKey()), 201)
    await server.jobsIdle()
    return { id: id as string, file: files.audioFileId }
  }
  const reviewer = await server.people.signedIn('reviewer')
  const out = await submit('Out Now')
  expectStatus(await reviewer.http.post(`/api/review/tracks/${out.id}/claim`), 200)
  const decided = await reviewer.http.post(`/api/review/tracks/${out.id}/decide`, { verdict: 'approve' })
  const track = expectStatus(decided, 200).trackId
  const { id: submission, file } = await submit('Not Yet')
  const playlist = expectStatus(await http.post('/api/playlists', { title: 'Private', visibility: 'private' }), 201).id
  const filled = expectStatus(await http.post(`/api/playlists/${playlist}/items`, { trackId: track }), 201)
  const [{ id: application = '' } = {}] = await server.query<{ id: string }>(
    'SELECT id FROM music.application WHERE applicant_id = $1',
    [person.id],
  )
  return { track, submission, file, playlist, playlistItem: filled.items[0].id as string, application }
}

/** Gives a tenant also what a third party or an authenticator stands behind: second factors, devices, a linked account. */
export async function withProofs({ query }: MusicServer, { person, ids }: Tenant): Promise<Tenant> {
  const row = async (table: string, columns: string, values: string) => {
    const rowId: string = newId()
    await query(`INSERT INTO ${table} (id, user_id, ${columns}) VALUES ($1, $2, ${values})`, [rowId, person.id])
    return rowId
  }
  const unique = randomBytes(9).toString('hex')
  const proofs = {
    passkey: await row(
      'factors.passkey',
      'name, credential_id, public_key, counter, transports, verifies_user, created_at',
      `'Key', '${unique}', '\\x00', 0, '{}', true, now()`,
    ),
    trustedDevice: await row(
      'factors.device',
      'secret_hash, label, created_at, last_used_at, expires_at',
      `sha256('${unique}'), 'Browser', now(), now(), now() + interval '1 day'`,
    ),
    phone: await row('factors.phone', 'number, created_at, confirmed_at', `'\\x00', now(), now()`),
    emailFactor: await row('factors.email', 'created_at, confirmed_at', 'now(), now()'),
    identity: await row(
      'federation.identity',
      'provider, issuer, subject, linked_at, last_used_at',
      `'google', 'https://accounts.google.com', '${unique}', now(), now()`,
    ),
    device: await row(
      'identity.device',
      'browser, epoch, created_at, last_seen_at',
      `sha256('${unique}'), 0, now(), now()`,
    ),
  }
  return { person, ids: { ...ids, ...proofs } }
}
