import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type AgencyServer, asked, attachment, freshAddress, startAgency } from '../../../../test/support/agency.ts'
import { noEffects } from '../../../../test/support/effects.ts'
import { createHttpClient } from '../../../../test/support/http-client.ts'
import { expectProblem, expectStatus, idempotencyKey } from '../../../../test/support/music.ts'
import type { Person } from '../../../../test/support/people.ts'

let server: AgencyServer
let manager: Person
let developer: Person
before(async () => {
  server = await startAgency()
  manager = await server.people.signedIn('manager')
  developer = await server.people.signedIn('developer')
})
after(() => server.stop())

const own = (reference: string, rest = '') => `/api/service-requests/${reference}${rest}`
const staff = (id: string, rest = '') => `/api/staff/requests/${id}${rest}`
const submit = (body: object, http = server.people.anonymous()) =>
  http.post('/api/service-requests', body, idempotencyKey())

async function walk(id: string, ...path: string[]): Promise<void> {
  for (const [at, to] of path.slice(1).entries())
    expectStatus(await manager.http.post(staff(id, '/stage'), { expected: path[at], to }), 200)
}

describe('asking for something', () => {
  test('as a guest is answered without reference; the mail has the link', async () => {
    const email = freshAddress()
    const body = { ...asked, name: 'Otieno', email, formToken: await server.formToken() }
    const seen = await server.watch()
    const answer = await submit(body)
    assert.deepEqual([answer.status, answer.body], [202, { status: 'received', reference: null }])
    assert.deepEqual(await seen(), {
      audit: [],
      events: ['agency.request.submitted'],
      mails: ['agency.request-received'],
    })
    const token = await server.mailedToken(email)
    const [row] = await server.query<{ text: string }>(
      'SELECT string_agg(guest_token::text, $1) AS text FROM agency.guest_token guest_token',
      [','],
    )
    assert.ok(row !== undefined && !row.text.includes(token), 'only the hash is kept')
  })

  test('as a client answers with the reference', async () => {
    const { person, reference } = await server.client()
    const mine = expectStatus(await person.http.get('/api/service-requests'), 200).items
    assert.deepEqual(
      mine.map((one: { reference: string; stage: string }) => [one.reference, one.stage]),
      [[reference, 'request_submitted']],
    )
  })

  test('twice under one key is one request', async () => {
    const person = await server.people.signedIn()
    const key = idempotencyKey()
    const ask = () => person.http.post('/api/service-requests', asked, key)
    const answers = [await ask(), await ask(), await ask()]
    assert.equal(new Set(answers.map(({ body }) => body.reference)).size, 1)
    assert.equal(expectStatus(await person.http.get('/api/service-requests'), 200).items.length, 1)
  })

  const guest = { ...asked, name: 'A Program', email: 'bot@mail.example' }
  const refused = [
    { name: 'without a form token', body: guest, code: 'agency/form-stale' },
    {
      name: 'with a forged form token',
      body: { ...guest, formToken: `${Date.now() - 60_000}.${'A'.repeat(43)}` },
      code: 'agency/form-stale',
    },
    {
      name: 'without a name',
      fresh: true,
      body: { ...asked, email: 'a@mail.example' },
      code: 'agency/contact-missing',
    },
    { name: 'with a bad address', fresh: true, body: { ...guest, email: 'no address' }, code: 'identity/bad-email' },
    { name: 'with a stage of its own', fresh: true, body: { ...guest, stage: 'completed' }, code: 'http/invalid' },
    { name: 'without words', fresh: true, body: { ...guest, details: '  ' }, code: 'http/invalid' },
  ]
  for (const { name, body, code, fresh } of refused)
    test(`${name} is refused and leaves nothing`, async () => {
      const seen = await server.watch()
      const sent = fresh === true ? { ...body, formToken: await server.formToken() } : body
      expectProblem(await submit(sent), code)
      assert.deepEqual(await seen(), noEffects)
    })

  test('at once after the form was handed out is refused; a filled trap is answered as if all were well', async () => {
    const { formToken } = expectStatus(await server.people.anonymous().get('/api/forms/token'), 200)
    expectProblem(await submit({ ...guest, formToken }), 'agency/form-stale')
    const seen = await server.watch()
    const answer = await submit({ ...guest, website: 'https://spam.example', formToken: await server.formToken() })
    assert.deepEqual([answer.status, answer.body], [202, { status: 'received', reference: null }])
    assert.deepEqual(await seen(), noEffects)
  })

  test('for one address more than three times an hour is refused, also all at once', async () => {
    const email = freshAddress()
    const body = { ...asked, name: 'Flooded', email, formToken: await server.formToken() }
    const answers = await Promise.all(Array.from({ length: 8 }, () => submit(body)))
    const codes = answers.map(({ status, body: { code } }) => code ?? status).sort()
    assert.deepEqual(codes, [202, 202, 202, ...Array(5).fill('agency/too-many-mails')])
  })
})

describe('a guest', () => {
  test('reads and writes by the secret of the mail', async () => {
    const { reference, http, headers } = await server.guest()
    const seen = await server.watch()
    const body = { body: 'We also need it in Swahili.' }
    const answered = expectStatus(await http.post(own(reference, '/messages'), body, headers), 201)
    assert.deepEqual(
      [answered.messages.map((one: { body: string }) => one.body), answered.nextStages],
      [['We also need it in Swahili.'], ['cancelled']],
    )
    assert.deepEqual(await seen(), noEffects)
    assert.equal(expectStatus(await http.get(own(reference), headers), 200).reference, reference)
  })

  test('opens nothing by reference and e-mail, nor the request of another', async () => {
    const [one, other] = [await server.guest(), await server.guest()]
    const attempts = [
      one.http.get(own(one.reference)),
      one.http.get(`${own(one.reference)}?email=${encodeURIComponent(one.email)}`),
      one.http.get(own(other.reference), one.headers),
      one.http.get(own(one.reference), { 'x-guest-token': 'A'.repeat(43) }),
      one.http.post(own(other.reference, '/messages'), { body: 'x' }, one.headers),
    ]
    const codes = (await Promise.all(attempts)).map(({ body }) => body.code)
    assert.deepEqual(codes, ['agency/request-not-found', 'http/invalid', ...Array(3).fill('agency/request-not-found')])
    expectProblem(await one.http.get(`/api/service-requests?email=${one.email}`), 'http/unauthenticated')
  })

  test('is not let in by a link that has lapsed', async () => {
    const { reference, http, headers, token } = await server.guest()
    await server.query(`UPDATE agency.guest_token SET expires_at = now() WHERE token_hash = sha256($1)`, [
      Buffer.from(token),
    ])
    expectProblem(await http.get(own(reference), headers), 'agency/request-not-found')
    expectProblem(await http.post('/api/portal/enter', { token }), 'agency/guest-link-gone')
  })

  test('learns from the link what it is for, also while another client is signed in', async () => {
    const { reference, headers } = await server.guest()
    const { person } = await server.client()
    for (const http of [server.people.anonymous(), person.http]) {
      const opened = expectStatus(await http.get('/api/guest/link', headers), 200)
      assert.deepEqual(opened, { request: reference, ticket: null, hasAccount: false })
      assert.equal(expectStatus(await http.get(own(reference), headers), 200).reference, reference)
    }
    const wrong = { 'x-guest-token': 'A'.repeat(43) }
    expectProblem(await server.people.anonymous().get('/api/guest/link', wrong), 'agency/guest-link-gone')
  })

  test('whose link has lapsed is mailed another, at most three an hour, and the answer tells nothing', async () => {
    const { reference, http, headers, token, email } = await server.guest()
    await server.query(`UPDATE agency.guest_token SET expires_at = now() WHERE token_hash = sha256($1)`, [
      Buffer.from(token),
    ])
    expectProblem(await http.get('/api/guest/link', headers), 'agency/guest-link-expired')
    const renew = (secret: string) => http.post('/api/guest/link/renew', { token: secret })
    const seen = await server.watch()
    const answers = await Promise.all([token, token, token, token, 'A'.repeat(43)].map(renew))
    assert.deepEqual(
      answers.map(({ status, body }) => [status, body]),
      answers.map(() => [202, { status: 'received' }]),
    )
    assert.deepEqual(await seen(), { audit: [], events: [], mails: ['agency.guest-link', 'agency.guest-link'] })
    const fresh = { 'x-guest-token': await server.mailedToken(email) }
    assert.equal(expectStatus(await http.get('/api/guest/link', fresh), 200).request, reference)
  })

  test('enters the portal once by the link; of ten at once one gets the account', async () => {
    const { reference, http, token, email } = await server.guest()
    const enter = () => http.post('/api/portal/enter', { token, transport: 'bearer' })
    const answers = await Promise.all(Array.from({ length: 10 }, enter))
    const codes = answers.map(({ status, body }) => (status === 200 ? 'in' : body.code)).sort()
    assert.deepEqual(codes, [...Array(9).fill('agency/sign-in-first'), 'in'])
    const bearer = answers.find(({ status }) => status === 200)?.body.accessToken
    const client = createHttpClient(server.url, { authorization: `Bearer ${bearer}` })
    assert.equal(expectStatus(await client.get(own(reference)), 200).reference, reference)
    const [account] = await server.query<{ verified: boolean }>(
      'SELECT email_verified_at IS NOT NULL AS verified FROM identity."user" WHERE email_canonical = $1',
      [email],
    )
    assert.equal(account?.verified, true)
  })

  test('who has an account signs in with it: the mail leads to the portal and holds no secret', async () => {
    const person = await server.people.signedIn()
    const body = { ...asked, name: 'Somebody Else', email: person.email, formToken: await server.formToken() }
    expectStatus(await submit(body), 202)
    const mail = (await server.mailbox()).findLast(({ to }) => to.address === person.email)
    assert.match(mail?.text ?? '', /\/portal\/requests\/REQ-/)
    assert.doesNotMatch(mail?.text ?? '', /token=/)
    const [mine] = expectStatus(await person.http.get('/api/service-requests'), 200).items
    assert.equal(mine?.title, asked.title)
  })
})

describe('a stage', () => {
  test('goes from the one that was seen to the next, and the client hears of it', async () => {
    const { id, person } = await server.client()
    const seen = await server.watch()
    const body = { expected: 'request_submitted', to: 'requirements_review', note: 'Amina reads it today.' }
    const after = expectStatus(await manager.http.post(staff(id, '/stage'), body), 200)
    assert.equal(after.stage, 'requirements_review')
    assert.deepEqual(await seen(), {
      audit: ['agency.request.stage-changed'],
      events: ['agency.request.stage-changed'],
      mails: ['agency.request-updated'],
    })
    const mail = (await server.mailbox()).findLast(({ to }) => to.address === person.email)
    assert.match(mail?.text ?? '', /Amina reads it today/)
  })

  const refusals = [
    { name: 'another stage than it is at', expected: 'scheduled', to: 'in_progress', code: 'agency/stage-changed' },
    {
      name: 'a stage that does not follow',
      expected: 'request_submitted',
      to: 'completed',
      code: 'agency/stage-refused',
    },
    { name: 'the same stage', expected: 'request_submitted', to: 'request_submitted', code: 'agency/stage-refused' },
    { name: 'no stage at all', expected: 'request_submitted', to: 'deposit_paid', code: 'http/invalid' },
  ]
  for (const { name, code, ...body } of refusals)
    test(`from or to ${name} is refused and leaves nothing`, async () => {
      const { id } = await server.client()
      const seen = await server.watch()
      expectProblem(await manager.http.post(staff(id, '/stage'), body), code)
      assert.deepEqual(await seen(), noEffects)
    })

  test('changed by twenty at once is changed by one', async () => {
    const { id } = await server.client()
    const targets = ['requirements_review', 'rejected', 'cancelled']
    const change = (at: number) =>
      manager.http.post(staff(id, '/stage'), { expected: 'request_submitted', to: targets[at % targets.length] })
    const seen = await server.watch()
    const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => change(at)))
    const codes = answers.map(({ status, body }) => (status === 200 ? 'changed' : body.code)).sort()
    assert.deepEqual(codes, [...Array(19).fill('agency/stage-changed'), 'changed'])
    assert.deepEqual((await seen()).events, ['agency.request.stage-changed'])
  })

  test('goes all the way, with a round of changes that the client asks for', async () => {
    const { id, reference, person } = await server.client()
    await walk(id, 'request_submitted', 'requirements_review', 'clarification_needed', 'scope_and_quotation')
    await walk(id, 'scope_and_quotation', 'awaiting_confirmation', 'scheduled', 'in_progress', 'customer_review')
    const act = (action: string, expected: string) => person.http.post(own(reference, '/actions'), { action, expected })
    expectProblem(await act('cancel', 'customer_review'), 'agency/stage-refused')
    assert.equal(expectStatus(await act('request_changes', 'customer_review'), 200).stage, 'changes_requested')
    await walk(id, 'changes_requested', 'in_progress', 'customer_review')
    assert.equal(expectStatus(await act('accept', 'customer_review'), 200).stage, 'completed')
    expectProblem(await act('cancel', 'completed'), 'agency/stage-refused')
  })

  test('is one status only, and no other hand moves it past the machine', async () => {
    const { id } = await server.client()
    const bypass = server.query(`UPDATE agency.service_request SET stage = 'completed' WHERE id = $1`, [id])
    await assert.rejects(bypass, /does not go from request_submitted to completed/)
    const columns = await server.query<{ column_name: string }>(
      `SELECT column_name FROM information_schema.columns WHERE table_schema = 'agency' AND table_name = 'service_request'
          AND column_name ~ 'stat(e|us)|stage'`,
    )
    assert.deepEqual(columns, [{ column_name: 'stage' }])
    await assert.rejects(
      server.query('DELETE FROM agency.request_event WHERE request_id = $1', [id]),
      /never changed or deleted/,
    )
  })
})

describe('staff', () => {
  test('see what is assigned to them; the rest does not exist for them', async () => {
    const { id } = await server.client()
    expectProblem(await developer.http.get(staff(id)), 'agency/request-not-found')
    const stage = { expected: 'request_submitted', to: 'requirements_review' }
    expectProblem(await developer.http.post(staff(id, '/stage'), stage), 'agency/request-not-found')
    expectProblem(await developer.http.post(staff(id, '/assign'), { assigneeId: developer.id }), 'http/denied')
    const seen = await server.watch()
    expectStatus(await manager.http.post(staff(id, '/assign'), { assigneeId: developer.id }), 200)
    assert.deepEqual(await seen(), {
      audit: ['agency.request.assigned'],
      events: [],
      mails: ['agency.request-assigned'],
    })
    expectStatus(await developer.http.post(staff(id, '/stage'), stage), 200)
    const listed = expectStatus(await developer.http.get('/api/staff/requests?limit=100'), 200).items
    assert.ok(listed.every((one: { assignee: { id: string } | null }) => one.assignee?.id === developer.id))
  })

  test('are not given work that their roles do not allow', async () => {
    const { id } = await server.client()
    const nobody = await server.people.signedIn('support')
    for (const assigneeId of [nobody.id, id])
      expectProblem(await manager.http.post(staff(id, '/assign'), { assigneeId }), 'agency/not-assignable')
  })

  test('write to the client, among themselves, and to those who see all', async () => {
    const { id, reference, person } = await server.client()
    expectStatus(await manager.http.post(staff(id, '/assign'), { assigneeId: developer.id }), 200)
    const seen = await server.watch()
    for (const visibility of ['customer', 'staff', 'internal'])
      expectStatus(await manager.http.post(staff(id, '/messages'), { body: `for ${visibility}`, visibility }), 201)
    assert.deepEqual(await seen(), {
      audit: Array(3).fill('agency.request.message-posted'),
      events: [],
      mails: ['agency.request-updated'],
    })
    const read = async (path: string, http = person.http) =>
      expectStatus(await http.get(path), 200).messages.map((one: { body: string }) => one.body)
    assert.deepEqual(await read(own(reference)), ['for customer'])
    assert.deepEqual(await read(staff(id), developer.http), ['for customer', 'for staff'])
    assert.deepEqual(await read(staff(id), manager.http), ['for customer', 'for staff', 'for internal'])
  })

  test('hear of what the client writes, when it is theirs', async () => {
    const { id, reference, person } = await server.client()
    expectStatus(await manager.http.post(staff(id, '/assign'), { assigneeId: developer.id }), 200)
    const seen = await server.watch()
    expectStatus(await person.http.post(own(reference, '/messages'), { body: 'Any news?' }), 201)
    assert.deepEqual(await seen(), { ...noEffects, mails: ['agency.request-answered'] })
  })
})

describe('a file', () => {
  test('is seen by those it is for, and by nobody else', async () => {
    const { id, reference, person } = await server.client()
    const fileId = await attachment(person, 'The floor plan')
    expectStatus(await person.http.post(own(reference, '/files'), { fileId }), 201)
    const theirs = await attachment(manager, 'What we think of it')
    expectStatus(await manager.http.post(staff(id, '/files'), { fileId: theirs, visibility: 'staff' }), 201)
    assert.match((await manager.http.get(staff(id, `/files/${fileId}`))).body, /The floor plan/)
    expectProblem(await person.http.get(own(reference, `/files/${theirs}`)), 'agency/file-not-found')
    const stranger = await server.client()
    expectProblem(await stranger.person.http.get(own(reference, `/files/${fileId}`)), 'agency/request-not-found')
    expectProblem(await stranger.person.http.get(own(stranger.reference, `/files/${fileId}`)), 'agency/file-not-found')
  })

  test('of another person, or added already, is refused', async () => {
    const { reference, person } = await server.client()
    const other = await attachment(manager, 'Not yours')
    expectProblem(await person.http.post(own(reference, '/files'), { fileId: other }), 'agency/file-not-usable')
    const mine = await attachment(person, 'Mine')
    expectStatus(await person.http.post(own(reference, '/files'), { fileId: mine }), 201)
    expectProblem(await person.http.post(own(reference, '/files'), { fileId: mine }), 'agency/file-not-usable')
  })
})
