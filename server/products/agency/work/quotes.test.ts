import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { type AgencyServer, quoteFields, type SentQuote, startAgency } from '../../../../test/support/agency.ts'
import { noEffects } from '../../../../test/support/effects.ts'
import { expectProblem, expectStatus } from '../../../../test/support/music.ts'
import type { Person } from '../../../../test/support/people.ts'
import { setClock } from '../../../kernel/clock.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'

let server: AgencyServer
let seller: Person
before(async () => {
  server = await startAgency()
  seller = await server.people.signedIn('manager')
})
after(() => server.stop())

const staff = (id: string, rest = '') => `/api/staff/quotes/${id}${rest}`
const portal = (id: string, rest = '') => `/api/portal/quotes/${id}${rest}`
const signed = ({ read }: SentQuote) => ({ ...read, name: 'Wanjiru Kamau' })
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString()

async function clientId(): Promise<string> {
  const { id } = await server.client()
  const [row] = await server.query<{ client_id: string }>(
    'SELECT client_id FROM agency.service_request WHERE id = $1',
    [id],
  )
  return row?.client_id ?? ''
}
async function draft(fields: object = {}) {
  const whose = 'clientId' in fields ? {} : { clientId: await clientId() }
  const body = { ...quoteFields(), ...whose, ...fields }
  return expectStatus(await seller.http.post('/api/staff/quotes', body), 201)
}

test('a client is found by a part of the name or address, with what is theirs and nothing of others', async () => {
  const one = await draft()
  const { clientId: id } = one
  await draft()
  const { email } = expectStatus(await seller.http.get(`/api/staff/clients/${id}`), 200)
  const found = await seller.http.get(`/api/staff/clients?search=${email.slice(2, 20).toUpperCase()}`)
  assert.deepEqual(
    expectStatus(found, 200).items.map((client: { id: string }) => client.id),
    [id],
  )
  assert.deepEqual(expectStatus(await seller.http.get('/api/staff/clients?search=%25'), 200).items, [])
  const quotes = expectStatus(await seller.http.get(`/api/staff/quotes?clientId=${id}`), 200).items
  assert.deepEqual([quotes.length, quotes[0].id, quotes[0].clientName], [1, one.id, one.clientName])
  const requests = expectStatus(await seller.http.get(`/api/staff/requests?clientId=${id}`), 200).items
  assert.deepEqual(
    requests.map((request: { client: { id: string } }) => request.client.id),
    [id],
  )
  assert.deepEqual(requests[0].nextStages, ['requirements_review', 'rejected', 'cancelled'])
  assert.deepEqual(expectStatus(await seller.http.get(`/api/staff/projects?clientId=${id}`), 200).items, [])
  const support = await server.people.signedIn('support')
  expectProblem(await support.http.get(`/api/staff/clients/${id}`), 'http/denied')
})

describe('a draft', () => {
  test('comes to what the server computes, whatever the caller would like', async () => {
    const fields = { clientId: await clientId(), discountMinor: '1000000' }
    const seen = await server.watch()
    const made = await draft(fields)
    assert.deepEqual(
      [made.subtotalMinor, made.discountMinor, made.taxMinor, made.totalMinor, made.contentHash],
      ['30000000', '1000000', '4640000', '33640000', null],
    )
    assert.deepEqual(await seen(), { ...noEffects, audit: ['agency.quote.drafted'] })
    const wished = { ...quoteFields(), clientId: made.clientId, totalMinor: '1' }
    expectProblem(await seller.http.post('/api/staff/quotes', wished), 'http/invalid')
  })

  const refused = [
    { name: 'validity in the past', fields: { validUntil: inDays(-1) }, code: 'agency/validity-past' },
    { name: 'no lines', fields: { lines: [] }, code: 'http/invalid' },
    { name: 'an unknown currency', fields: { currency: 'ZZZ' }, code: 'money/unknown-currency' },
    {
      name: 'a negative price',
      fields: { lines: [{ description: 'x', qty: '1', unitMinor: '-1', taxRateBp: 0 }] },
      code: 'http/invalid',
    },
    {
      name: 'no such client',
      fields: { clientId: '00000000-0000-7000-8000-000000000000' },
      code: 'agency/client-not-found',
    },
  ]
  for (const { name, fields, code } of refused)
    test(`with ${name} is refused and leaves nothing`, async () => {
      const body = { ...quoteFields(), clientId: await clientId(), ...fields }
      const seen = await server.watch()
      expectProblem(await seller.http.post('/api/staff/quotes', body), code)
      assert.deepEqual(await seen(), noEffects)
    })

  test('for the request of another client is refused', async () => {
    const { id: requestId } = await server.client()
    const body = { ...quoteFields(), clientId: await clientId(), requestId }
    expectProblem(await seller.http.post('/api/staff/quotes', body), 'agency/client-mismatch')
  })

  test('is replaced at the version that was read, and removed', async () => {
    const { id } = await draft()
    const body = { ...quoteFields(), title: 'Smaller site', version: 1 }
    assert.equal(expectStatus(await seller.http.put(staff(id), body), 200).version, 2)
    expectProblem(await seller.http.put(staff(id), body), 'agency/quote-stale')
    expectStatus(await seller.http.delete(staff(id)), 204)
    expectProblem(await seller.http.get(staff(id)), 'agency/quote-not-found')
  })

  test('does not exist for the client', async () => {
    const { person, id: requestId } = await server.client()
    const [row] = await server.query<{ client_id: string }>(
      'SELECT client_id FROM agency.service_request WHERE id = $1',
      [requestId],
    )
    const { id } = await draft({ clientId: row?.client_id, requestId })
    expectProblem(await person.http.get(portal(id)), 'agency/quote-not-found')
    assert.deepEqual(expectStatus(await person.http.get('/api/portal/quotes'), 200).items, [])
  })
})

describe('a quote that is sent', () => {
  test('is what its hash names, and is never changed', async () => {
    const { id } = await draft()
    const seen = await server.watch()
    const sent = expectStatus(await seller.http.post(staff(id, '/send')), 200)
    assert.deepEqual(await seen(), {
      audit: ['agency.quote.sent'],
      events: ['agency.quote.sent'],
      mails: ['agency.quote-sent'],
    })
    const [row] = await server.query<{ snapshot: string; terms: string }>(
      'SELECT snapshot, terms FROM agency.quote WHERE id = $1',
      [id],
    )
    const hash = (text = '') => createHash('sha256').update(text).digest('hex')
    assert.deepEqual([sent.contentHash, sent.termsHash], [hash(row?.snapshot), hash(row?.terms)])
    assert.equal(JSON.parse(row?.snapshot ?? '{}').totalMinor, '34800000')
    expectProblem(await seller.http.post(staff(id, '/send')), 'agency/quote-not-draft')
    expectProblem(await seller.http.put(staff(id), { ...quoteFields(), version: 2 }), 'agency/quote-not-draft')
    expectProblem(await seller.http.delete(staff(id)), 'agency/quote-not-draft')
    for (const statement of [
      `UPDATE agency.quote SET total_minor = 1, subtotal_minor = 1, tax_minor = 0 WHERE id = $1`,
      `UPDATE agency.quote SET terms = 'other' WHERE id = $1`,
      `UPDATE agency.quote_line SET unit_minor = 1 WHERE quote_id = $1`,
      `DELETE FROM agency.quote_line WHERE quote_id = $1`,
      `DELETE FROM agency.quote WHERE id = $1`,
      `UPDATE agency.quote SET state = 'draft', sent_at = NULL, snapshot = NULL, content_hash = NULL, terms_hash = NULL WHERE id = $1`,
    ])
      await assert.rejects(server.query(statement, [id]), /never (changed|deleted)|does not go/, statement)
  })

  test('sent by ten at once is sent once', async () => {
    const { id } = await draft()
    const seen = await server.watch()
    const answers = await Promise.all(Array.from({ length: 10 }, () => seller.http.post(staff(id, '/send'))))
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    assert.deepEqual((await seen()).mails, ['agency.quote-sent'])
  })

  test('is replaced by its revision; the older one can no longer be accepted', async () => {
    const quote = await server.sentQuote(seller)
    const revise = () => seller.http.post(staff(quote.id, '/revise'), { validUntil: inDays(7) })
    const revision = expectStatus(await revise(), 201)
    assert.deepEqual([revision.number, revision.state], [2, 'draft'])
    expectProblem(await revise(), 'agency/quote-has-draft')
    expectStatus(await seller.http.post(staff(revision.id, '/send')), 200)
    expectProblem(await quote.person.http.post(portal(quote.id, '/accept'), signed(quote)), 'agency/quote-not-open')
    const states = expectStatus(await quote.person.http.get('/api/portal/quotes'), 200).items
    assert.deepEqual(
      states.map((one: { number: number; state: string }) => [one.number, one.state]),
      [
        [2, 'sent'],
        [1, 'superseded'],
      ],
    )
  })
})

describe('accepting', () => {
  test('by the hashes that were read is kept with name, address, program and time', async () => {
    const quote = await server.sentQuote(seller)
    const seen = await server.watch()
    const accepted = expectStatus(await quote.person.http.post(portal(quote.id, '/accept'), signed(quote)), 200)
    assert.equal(accepted.state, 'accepted')
    assert.deepEqual(await seen(), {
      audit: ['agency.quote.accepted'],
      events: ['agency.quote.accepted'],
      mails: ['agency.quote-answered'],
    })
    const [kept] = await server.query<Record<string, unknown>>(
      `SELECT encode(content_hash, 'hex') AS content, encode(terms_hash, 'hex') AS terms, user_id, signed_name, ip,
              user_agent IS NOT NULL AS program, accepted_at > now() - interval '1 minute' AS "justNow"
         FROM agency.quote_acceptance WHERE quote_id = $1`,
      [quote.id],
    )
    const { contentHash: content, termsHash: terms } = quote.read
    const expected = { content, terms, user_id: quote.person.id, signed_name: 'Wanjiru Kamau', ip: '127.0.0.1' }
    assert.deepEqual(kept, { ...expected, program: true, justNow: true })
    const forged = `UPDATE agency.quote_acceptance SET signed_name = 'Somebody' WHERE quote_id = $1`
    await assert.rejects(server.query(forged, [quote.id]), /never changed/)
  })

  test('twenty times at once agrees once', async () => {
    const quote = await server.sentQuote(seller)
    const seen = await server.watch()
    const accept = () => quote.person.http.post(portal(quote.id, '/accept'), signed(quote))
    const answers = await Promise.all(Array.from({ length: 20 }, accept))
    const codes = answers.map(({ status, body }) => (status === 200 ? 'agreed' : body.code)).sort()
    assert.deepEqual(codes, [...Array(19).fill('agency/quote-not-open'), 'agreed'])
    assert.deepEqual((await seen()).events, ['agency.quote.accepted'])
  })

  test('and declining at once ends in one of the two', async () => {
    const quote = await server.sentQuote(seller)
    const both = [
      quote.person.http.post(portal(quote.id, '/accept'), signed(quote)),
      quote.person.http.post(portal(quote.id, '/decline'), { reason: 'Too dear' }),
    ]
    const answers = await Promise.all(both)
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409])
  })

  const other = 'a'.repeat(64)
  const refusals = [
    {
      name: 'another content',
      body: (quote: SentQuote) => ({ ...signed(quote), contentHash: other }),
      code: 'agency/quote-differs',
    },
    {
      name: 'other terms',
      body: (quote: SentQuote) => ({ ...signed(quote), termsHash: other }),
      code: 'agency/quote-differs',
    },
    { name: 'no name', body: ({ read }: SentQuote) => read, code: 'http/invalid' },
    {
      name: 'a total of its own',
      body: (quote: SentQuote) => ({ ...signed(quote), totalMinor: '1' }),
      code: 'http/invalid',
    },
  ]
  for (const { name, body, code } of refusals)
    test(`with ${name} is refused and leaves nothing`, async () => {
      const quote = await server.sentQuote(seller)
      const seen = await server.watch()
      expectProblem(await quote.person.http.post(portal(quote.id, '/accept'), body(quote)), code)
      assert.deepEqual(await seen(), noEffects)
    })

  test('by anybody but its client finds nothing', async () => {
    const [quote, another] = [await server.sentQuote(seller), await server.sentQuote(seller)]
    for (const http of [another.person.http, seller.http])
      expectProblem(await http.post(portal(quote.id, '/accept'), signed(quote)), 'agency/quote-not-found')
    const anonymous = server.people.anonymous()
    expectProblem(await anonymous.post(portal(quote.id, '/accept'), signed(quote)), 'http/unauthenticated')
  })

  test('after its time is refused, before and after the job that ends it', async () => {
    const quote = await server.sentQuote(seller)
    const restore = setClock(() => Date.now() + 15 * 86_400_000)
    try {
      const login = { email: quote.person.email, password: quote.person.password, transport: 'bearer' }
      const { accessToken } = expectStatus(await server.people.anonymous().post('/api/auth/login', login), 200)
      const as = { authorization: `Bearer ${accessToken}` }
      const accept = () => server.people.anonymous().post(portal(quote.id, '/accept'), signed(quote), as)
      expectProblem(await accept(), 'agency/quote-expired')
      const seen = await server.watch()
      await run('agency.expire-quotes')
      const effects = await seen()
      assert.ok(effects.events.includes('agency.quote.expired'))
      expectProblem(await accept(), 'agency/quote-expired')
    } finally {
      restore()
    }
  })
})

async function run(queue: string): Promise<void> {
  await server.app.db.transaction(systemOrigin('test', 'test'), (tx) => tx.enqueue({ queue, data: {}, options: {} }))
  await server.jobsIdle()
}

describe('the job', () => {
  test('reminds once, two days before the end, of quotes that had longer', async () => {
    const long = await server.sentQuote(seller, { validUntil: inDays(3) })
    const short = await server.sentQuote(seller, { validUntil: inDays(1.5) })
    const restore = setClock(() => Date.now() + 86_400_000 + 3_600_000)
    try {
      await run('agency.expire-quotes')
      await run('agency.expire-quotes')
    } finally {
      restore()
    }
    const reminded = (await server.mailbox()).filter(({ template }) => template === 'agency.quote-expiring')
    const to = reminded.map((mail) => mail.to.address)
    assert.equal(to.filter((address) => address === long.person.email).length, 1)
    assert.ok(!to.includes(short.person.email))
  })
})

describe('selling', () => {
  test('is closed to those whose roles do not hold it', async () => {
    const quote = await server.sentQuote(seller)
    for (const role of ['developer', 'support', 'editor', 'author', 'hr']) {
      const { http } = await server.people.signedIn(role)
      expectProblem(await http.get(staff(quote.id)), 'http/denied')
      expectProblem(await http.post(staff(quote.id, '/send')), 'http/denied')
    }
  })
})
