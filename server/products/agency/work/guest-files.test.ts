import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import sharp from 'sharp'
import {
  type AgencyServer,
  announced,
  asked,
  attachment,
  type Guest,
  guestAttachment,
  guestUpload,
  startAgency,
} from '../../../../test/support/agency.ts'
import { noEffects } from '../../../../test/support/effects.ts'
import { expectProblem, expectStatus, idempotencyKey } from '../../../../test/support/music.ts'
import type { Person } from '../../../../test/support/people.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'

let server: AgencyServer
let manager: Person
before(async () => {
  server = await startAgency()
  manager = await server.people.signedIn('manager')
})
after(() => server.stop())

const own = ({ reference }: { reference: string }, rest = '') => `/api/service-requests/${reference}${rest}`
const staff = ({ id }: { id: string }, rest = '') => `/api/staff/requests/${id}${rest}`
const sign = (guest: Pick<Guest, 'http' | 'headers'>, fields: object = {}) =>
  guest.http.post('/api/guest/uploads/sign', announced('Some words', fields), guest.headers)
const add = (guest: Guest, fileId: string, to: { reference: string } = guest) =>
  guest.http.post(own(to, '/files'), { fileId }, guest.headers)
const confirm = (guest: Pick<Guest, 'http' | 'headers'>, uploadId: string) =>
  guest.http.post('/api/guest/uploads/confirm', { uploadId }, guest.headers)

/** Another request of the same person. */
async function anotherOf(guest: Guest): Promise<Guest> {
  const body = { ...asked, name: 'Wanjiru Kamau', email: guest.email, formToken: await server.formToken() }
  expectStatus(await guest.http.post('/api/service-requests', body, idempotencyKey()), 202)
  const token = await server.mailedToken(guest.email)
  const headers = { 'x-guest-token': token }
  const { request } = expectStatus(await guest.http.get('/api/guest/link', headers), 200)
  assert.notEqual(request, guest.reference)
  return { ...guest, token, headers, reference: request }
}

async function added(guest: Guest, words: string): Promise<string> {
  const fileId = await guestAttachment(guest, words)
  expectStatus(await add(guest, fileId), 201)
  return fileId
}

describe('a guest', () => {
  test('adds a file to their request; they and staff list and open it', async () => {
    const guest = await server.guest()
    const seen = await server.watch()
    const fileId = await guestAttachment(guest, 'The floor plan')
    assert.deepEqual(await seen(), { ...noEffects, audit: ['files.confirmed'] })
    const answered = expectStatus(await add(guest, fileId), 201)
    const listed = answered.files.map((one: Record<string, unknown>) => [one.id, one.filename, one.visibility])
    assert.deepEqual(listed, [[fileId, 'brief.pdf', 'customer']])
    assert.equal(answered.events.at(-1).kind, 'file_added')
    const { body } = await guest.http.get(own(guest, `/files/${fileId}`), guest.headers)
    assert.match(body, /The floor plan/)
    assert.equal(expectStatus(await manager.http.get(staff(guest)), 200).files.length, 1)
    assert.match((await manager.http.get(staff(guest, `/files/${fileId}`))).body, /The floor plan/)
  })

  test('adds a picture that tells nobody where it was taken', async () => {
    const guest = await server.guest()
    const place = { IFD0: { Model: 'Camera of Wanjiru' }, IFD3: { GPSLatitudeRef: 'S', GPSLatitude: '1/1 17/1 31/1' } }
    const lodge = sharp({ create: { width: 8, height: 4, channels: 3, background: '#30a050' } })
    const bytes = await lodge.withMetadata({ orientation: 6 }).withExifMerge(place).jpeg().toBuffer()
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const fields = { filename: 'lodge.jpg', contentType: 'image/jpeg', bytes: bytes.length, sha256 }
    const { uploadId, url, headers } = expectStatus(await sign(guest, fields), 201)
    expectStatus(await guest.http.send(url, { method: 'PUT', body: new Uint8Array(bytes), headers }), 204)
    const { id } = expectStatus(await confirm(guest, uploadId), 200)
    expectStatus(await add(guest, id), 201)
    const seen = (await manager.http.get(staff(guest, `/files/${id}`))).bytes
    assert.deepEqual([bytes.includes('Wanjiru'), seen.includes('Wanjiru')], [true, false])
    const { orientation, exif } = await sharp(seen).metadata()
    assert.deepEqual([orientation, (exif?.length ?? 0) < 40], [6, true])
  })

  test('who signs in later with the address sees what they added', async () => {
    const guest = await server.guest()
    const fileId = await added(guest, 'Sent before the account')
    const entered = await guest.http.post('/api/portal/enter', { token: guest.token, transport: 'bearer' })
    const headers = { authorization: `Bearer ${expectStatus(entered, 200).accessToken}` }
    assert.match((await guest.http.get(own(guest, `/files/${fileId}`), headers)).body, /Sent before the account/)
  })

  test('gives an upload up, and may not confirm it any more', async () => {
    const guest = await server.guest()
    const uploadId = await guestUpload(guest, 'Not this one')
    expectStatus(await guest.http.delete(`/api/guest/uploads/${uploadId}`, guest.headers), 204)
    expectProblem(await confirm(guest, uploadId), 'files/upload-not-found')
  })

  const refused = [
    { name: 'of another type', fields: { contentType: 'text/html' }, code: 'files/type-not-accepted' },
    { name: 'that is too long', fields: { bytes: 100 * 1024 * 1024 + 1 }, code: 'files/too-large' },
    { name: 'for another purpose', fields: { purpose: 'agency.portrait' }, code: 'http/invalid' },
    { name: 'in parts', fields: { parts: true }, code: 'http/invalid' },
  ]
  for (const { name, fields, code } of refused)
    test(`is refused a file ${name}`, async () => {
      const guest = await server.guest()
      expectProblem(await sign(guest, fields), code)
    })

  test('is refused content of another type than announced', async () => {
    const guest = await server.guest()
    const { uploadId, url, headers } = expectStatus(await sign(guest, { contentType: 'image/png' }), 201)
    const body = new Uint8Array(Buffer.from('%PDF-1.4\n% Some words\n'))
    expectStatus(await guest.http.send(url, { method: 'PUT', body, headers }), 204)
    expectProblem(await confirm(guest, uploadId), 'files/type-differs')
  })

  test('brings at most twenty files to a request, also all at once, and 200 MiB', async () => {
    const guest = await server.guest()
    const answers = await Promise.all(Array.from({ length: 24 }, () => sign(guest)))
    const codes = answers.map(({ status, body }) => body.code ?? status).sort()
    assert.deepEqual(codes, [...Array(20).fill(201), ...Array(4).fill('files/too-many-files')])
    const other = await server.guest()
    const large = { bytes: 100 * 1024 * 1024 }
    expectStatus(await sign(other, large), 201)
    expectStatus(await sign(other, large), 201)
    expectProblem(await sign(other, { bytes: 1 }), 'files/quota-exceeded')
  })

  test('cannot add what the malware scanner has not passed', async () => {
    const guest = await server.guest()
    const fileId = await guestAttachment(guest, 'Waits')
    const judge = (scan: string) => server.query('UPDATE files.file SET scan = $2 WHERE id = $1', [fileId, scan])
    for (const scan of ['pending', 'infected']) {
      await judge(scan)
      expectProblem(await add(guest, fileId), 'agency/file-not-usable')
    }
    await judge('clean')
    expectStatus(await add(guest, fileId), 201)
    await judge('infected')
    expectProblem(await guest.http.get(own(guest, `/files/${fileId}`), guest.headers), 'files/infected')
  })
})

describe('what a guest brings', () => {
  test('is begun, confirmed and given up by the secret of a mail that works, and else leaves nothing', async () => {
    const guest = await server.guest()
    const uploadId = await guestUpload(guest, 'Mine')
    const lapsed = await server.guest()
    await server.query('UPDATE agency.guest_token SET expires_at = now() WHERE token_hash = sha256($1)', [
      Buffer.from(lapsed.token),
    ])
    const { person } = await server.client()
    const seen = await server.watch()
    const headersOfOthers = [{}, { 'x-guest-token': 'A'.repeat(43) }, { 'x-guest-token': 'short' }, lapsed.headers]
    for (const headers of headersOfOthers)
      for (const http of [guest.http, person.http]) {
        const answers = [
          await http.post('/api/guest/uploads/sign', announced('x'), headers),
          await http.post('/api/guest/uploads/confirm', { uploadId }, headers),
          await http.delete(`/api/guest/uploads/${uploadId}`, headers),
        ]
        for (const answer of answers) expectProblem(answer, 'agency/guest-link-gone')
      }
    assert.deepEqual(await seen(), noEffects)
    expectStatus(await confirm(guest, uploadId), 200)
  })

  test('is confirmed for no other request, and added to no other', async () => {
    const [guest, thief] = [await server.guest(), await server.guest()]
    const uploadId = await guestUpload(guest, 'Mine')
    expectProblem(await confirm(thief, uploadId), 'files/upload-not-found')
    expectProblem(await thief.http.delete(`/api/guest/uploads/${uploadId}`, thief.headers), 'files/upload-not-found')
    const { id: fileId } = expectStatus(await confirm(guest, uploadId), 200)
    expectProblem(await add(thief, fileId), 'agency/file-not-usable')
    expectProblem(await add(guest, fileId, thief), 'agency/request-not-found')
    const { person, reference } = await server.client()
    expectProblem(await person.http.post(own({ reference }, '/files'), { fileId }), 'agency/file-not-usable')
    const second = await anotherOf(guest)
    expectProblem(await add(second, fileId), 'agency/file-not-usable')
    expectStatus(await add(guest, fileId), 201)
    expectProblem(await add(guest, fileId), 'agency/file-not-usable')
  })

  test('is read by nobody else: the answer is that of a request that is not there', async () => {
    const [guest, thief] = [await server.guest(), await server.guest()]
    const fileId = await added(guest, 'Mine')
    const path = own(guest, `/files/${fileId}`)
    const missing = await guest.http.get(own({ reference: 'REQ-2020-00001' }, `/files/${fileId}`), guest.headers)
    const { person } = await server.client()
    const attempts = [
      await guest.http.get(path),
      await guest.http.get(path, thief.headers),
      await guest.http.get(path, { 'x-guest-token': 'A'.repeat(43) }),
      await person.http.get(path),
      missing,
    ]
    for (const answer of attempts) {
      expectProblem(answer, 'agency/request-not-found')
      assert.equal(answer.body.detail, missing.body.detail)
    }
    expectProblem(await thief.http.get(own(thief, `/files/${fileId}`), thief.headers), 'agency/file-not-found')
    const developer = await server.people.signedIn('developer')
    expectProblem(await developer.http.get(staff(guest, `/files/${fileId}`)), 'agency/request-not-found')
  })

  test('has no address among files, for the guest either', async () => {
    const guest = await server.guest()
    const fileId = await added(guest, 'Mine')
    for (const rest of ['', '/content', '/address'])
      for (const http of [guest.http, manager.http])
        expectProblem(await http.get(`/api/files/${fileId}${rest}`, guest.headers), 'files/not-found')
  })

  test('is apart from the uploads of accounts, which the secret does not reach', async () => {
    const guest = await server.guest()
    const { person } = await server.client()
    const uploadId = await guestUpload(guest, 'Mine')
    expectProblem(await person.http.post('/api/uploads/confirm', { uploadId }), 'files/upload-not-found')
    const purpose = 'agency.attachment'
    const theirs = expectStatus(await person.http.post('/api/uploads/sign', announced('x', { purpose })), 201)
    expectProblem(await confirm(guest, theirs.uploadId), 'files/upload-not-found')
    const fileId = await attachment(person, 'Of an account')
    expectProblem(await guest.http.get(`/api/files/${fileId}`, guest.headers), 'files/not-found')
    expectProblem(await add(guest, fileId), 'agency/file-not-usable')
    for (const path of ['/api/uploads/sign', '/api/uploads/confirm'])
      expectProblem(await guest.http.post(path, {}, guest.headers), 'http/unauthenticated')
  })
})

test('a guest who took the account is given their files with the rest, and forgotten with them', async () => {
  const agency = server.app.units.all.find(({ name }) => name === 'agency') ?? assert.fail()
  const [guest, other] = [await server.guest(), await server.guest()]
  const fileId = await added(guest, 'Forget me')
  const unused = await guestAttachment(guest, 'Never added')
  const kept = await added(other, 'Of another')
  const ofStaff = await attachment(manager, 'The plan')
  const body = { fileId: ofStaff, visibility: 'customer' }
  expectStatus(await manager.http.post(staff(guest, '/files'), body), 201)
  const entered = await guest.http.post('/api/portal/enter', { token: guest.token, transport: 'bearer' })
  const { id } = expectStatus(entered, 200).user
  const exported = (await agency.exportPerson?.(id)) as { guestFiles: { id: string; filename: string }[] }
  assert.deepEqual(
    exported.guestFiles.map((one) => [one.id, one.filename]),
    [
      [fileId, 'brief.pdf'],
      [unused, 'brief.pdf'],
    ],
  )
  await server.app.db.transaction(systemOrigin('test', 'test'), async (tx) => agency.erasePerson?.(tx, id))
  await server.jobsIdle()
  const left = await server.query<{ id: string }>('SELECT id FROM files.file WHERE id = ANY($1) ORDER BY id', [
    [fileId, unused, kept, ofStaff],
  ])
  assert.deepEqual(
    left.map((row) => row.id),
    [kept, ofStaff],
  )
  expectProblem(await manager.http.get(staff(guest, `/files/${fileId}`)), 'agency/file-not-found')
  expectProblem(await sign(guest), 'agency/guest-link-gone')
  assert.match((await manager.http.get(staff(guest, `/files/${ofStaff}`))).body, /The plan/)
})
