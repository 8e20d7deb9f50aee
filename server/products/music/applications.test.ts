import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { noEffects } from '../../../test/support/effects.ts'
import {
  expectProblem,
  expectStatus,
  idempotencyKey,
  type MusicServer,
  startMusic,
} from '../../../test/support/music.ts'
import type { Person } from '../../../test/support/people.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import { enqueue } from '../../kernel/jobs/job.ts'
import { expireApplicationsJob } from './expiry.job.ts'

let server: MusicServer
let applicant: Person
let reviewer: Person
before(async () => {
  server = await startMusic()
  applicant = await server.people.signedIn()
  reviewer = await server.people.signedIn('reviewer')
})
after(() => server.stop())

const own = (id: string, step = '') => `/api/artist/applications/${id}${step}`
const review = (id: string, step: string) => `/api/review/applications/${id}/${step}`

async function submitted(stageName: string, person = applicant): Promise<string> {
  const body = { ...(await server.wholeApplication(stageName)), submit: true }
  return expectStatus(await person.http.post('/api/artist/signup', body), 201).id
}

async function claimed(stageName: string, by = reviewer): Promise<string> {
  const id = await submitted(stageName)
  expectStatus(await by.http.post(review(id, 'claim')), 200)
  return id
}

const lapse = (id: string) =>
  server.query(`UPDATE music.application SET claimed_until = claimed_until - interval '1 hour' WHERE id = $1`, [id])

describe('starting', () => {
  test('makes a draft with a report of what is missing, and tells nobody', async () => {
    const seen = await server.watch()
    const draft = expectStatus(await applicant.http.post('/api/artist/signup', { stageName: 'First Light' }), 201)
    assert.deepEqual([draft.state, draft.version, draft.payload], ['draft', 1, { stageName: 'First Light' }])
    assert.ok(draft.findings.some((one: { path: string }) => one.path === '/legalName'))
    assert.deepEqual(await seen(), { ...noEffects, audit: ['music.application.started'] })
  })

  test('refuses a second open application under the same name, however it is written', async () => {
    const seen = await server.watch()
    expectProblem(
      await applicant.http.post('/api/artist/signup', { stageName: 'FIRST  LÍGHT' }),
      'music/application-open',
    )
    assert.deepEqual(await seen(), noEffects)
  })

  test('refuses what is no application', async () => {
    const answer = await applicant.http.post('/api/artist/signup', { stageName: 'A', fame: true, bio: 'x'.repeat(501) })
    assert.deepEqual(expectProblem(answer, 'http/invalid').sort(), ['/bio too-long', '/fame unknown-property'])
    expectProblem(await server.people.anonymous().post('/api/artist/signup', {}), 'http/unauthenticated')
  })

  test('answers a repeated request with the first application', async () => {
    const key = idempotencyKey()
    const post = () => applicant.http.post('/api/artist/signup', { stageName: 'Twice' }, key)
    const [first, second] = [expectStatus(await post(), 201), expectStatus(await post(), 201)]
    assert.equal(first.id, second.id)
  })
})

describe('a draft', () => {
  test('keeps what is left out and empties what is null', async () => {
    const { id } = expectStatus(
      await applicant.http.post('/api/artist/signup', { stageName: 'Tide', bio: 'Old.' }),
      201,
    )
    expectStatus(await applicant.http.patch(own(id), { legalName: 'Ada', bio: null, version: 1 }), 200)
    const draft = expectStatus(await applicant.http.get(own(id)), 200)
    assert.deepEqual([draft.payload, draft.version], [{ stageName: 'Tide', legalName: 'Ada' }, 2])
  })

  test('is not overwritten from an older version', async () => {
    const { id } = expectStatus(await applicant.http.post('/api/artist/signup', { stageName: 'Old Version' }), 201)
    expectStatus(await applicant.http.patch(own(id), { bio: 'One.', version: 1 }), 200)
    expectProblem(await applicant.http.patch(own(id), { bio: 'Two.', version: 1 }), 'music/stale')
  })

  test('does not exist for anybody else, a reviewer included', async () => {
    const { id } = expectStatus(await applicant.http.post('/api/artist/signup', { stageName: 'Private' }), 201)
    const stranger = await server.people.signedIn()
    expectProblem(await stranger.http.get(own(id)), 'music/application-not-found')
    expectProblem(await stranger.http.patch(own(id), { bio: 'Mine.' }), 'music/application-not-found')
    expectProblem(await reviewer.http.get(own(id)), 'music/application-not-found')
    expectProblem(await reviewer.http.post(review(id, 'claim')), 'music/application-not-found')
  })

  test('is not submitted while something is missing', async () => {
    const { id } = expectStatus(
      await applicant.http.post('/api/artist/signup', { stageName: 'Half', role: 'band' }),
      201,
    )
    const seen = await server.watch()
    const faults = expectProblem(await applicant.http.post(own(id, '/submit')), 'music/application-incomplete')
    assert.ok(faults.includes('/bandMembers MEMBERS_MISSING') && faults.includes('/ageVerified AGE_NOT_CONFIRMED'))
    assert.deepEqual(await seen(), noEffects)
  })

  test('expires after 30 idle days, and its name is free again', async () => {
    const { id } = expectStatus(await applicant.http.post('/api/artist/signup', { stageName: 'Forgotten' }), 201)
    await server.query(`UPDATE music.application SET updated_at = updated_at - interval '31 days' WHERE id = $1`, [id])
    await server.app.db.transaction(systemOrigin('test', 'test'), (tx) => enqueue(tx, expireApplicationsJob, {}))
    await server.jobsIdle()
    assert.equal(expectStatus(await applicant.http.get(own(id)), 200).state, 'expired')
    expectStatus(await applicant.http.post('/api/artist/signup', { stageName: 'Forgotten' }), 201)
  })
})

describe('submitting', () => {
  test('tells the applicant and records each acceptance, which nobody can change', async () => {
    const body = await server.wholeApplication('Harmonium')
    const { id } = expectStatus(await applicant.http.post('/api/artist/signup', body), 201)
    const seen = await server.watch()
    const answer = expectStatus(await applicant.http.post(own(id, '/submit'), {}, { 'user-agent': 'Test 1' }), 200)
    assert.equal(answer.state, 'submitted')
    assert.deepEqual(await seen(), {
      audit: ['music.application.submitted'],
      events: ['music.application.submitted'],
      mails: ['music.application-received'],
    })
    const accepted = await server.query<{ ip: string; user_agent: string }>(
      'SELECT ip, user_agent FROM music.agreement_acceptance WHERE application_id = $1',
      [id],
    )
    assert.deepEqual(accepted, Array(3).fill({ ip: '127.0.0.1', user_agent: 'Test 1' }))
    for (const change of ['UPDATE music.agreement_acceptance SET ip = NULL', 'DELETE FROM music.agreement_acceptance'])
      await assert.rejects(server.query(change), /never changed or deleted/)
  })

  test('frees the name when it is taken back', async () => {
    const id = await submitted('Taken Back')
    const seen = await server.watch()
    assert.equal(expectStatus(await applicant.http.post(own(id, '/withdraw')), 200).state, 'withdrawn')
    assert.deepEqual(await seen(), { ...noEffects, audit: ['music.application.withdrawn'] })
    expectProblem(await applicant.http.post(own(id, '/submit')), 'music/wrong-state')
    await submitted('Taken Back')
  })

  test('lists the own applications newest first, in pages', async () => {
    const person = await server.people.signedIn()
    const ids = []
    for (const stageName of ['One', 'Two', 'Three'])
      ids.push(expectStatus(await person.http.post('/api/artist/signup', { stageName }), 201).id)
    const first = expectStatus(await person.http.get('/api/artist/applications?limit=2'), 200)
    const rest = expectStatus(await person.http.get(`/api/artist/applications?limit=2&cursor=${first.nextCursor}`), 200)
    const listed = [...first.items, ...rest.items].map(({ id }: { id: string }) => id)
    assert.deepEqual([listed, rest.nextCursor], [ids.toReversed(), null])
  })
})

describe('reviewing', () => {
  test('is for reviewers only', async () => {
    const id = await submitted('Not Yours')
    for (const path of [review(id, 'claim'), review(id, 'approve')])
      expectProblem(await applicant.http.post(path), 'http/denied')
    expectProblem(await applicant.http.get('/api/review/applications'), 'http/denied')
  })

  test('needs a claim, which one reviewer holds until it lapses', async () => {
    const id = await submitted('Held')
    const other = await server.people.signedIn('reviewer')
    expectProblem(await reviewer.http.post(review(id, 'approve')), 'music/not-claimed')
    const held = expectStatus(await reviewer.http.post(review(id, 'claim')), 200)
    assert.deepEqual([held.state, held.claim.reviewer.id], ['in_review', reviewer.id])
    expectProblem(await other.http.post(review(id, 'claim')), 'music/claimed')
    expectProblem(await other.http.post(review(id, 'approve')), 'music/not-claimed')
    await lapse(id)
    expectProblem(await reviewer.http.post(review(id, 'approve')), 'music/not-claimed')
    assert.equal(expectStatus(await other.http.post(review(id, 'claim')), 200).claim.reviewer.id, other.id)
  })

  test('lets one of ten reviewers claim', async () => {
    const id = await submitted('Sought After')
    const reviewers = await Promise.all(Array.from({ length: 10 }, () => server.people.signedIn('reviewer')))
    const answers = await Promise.all(reviewers.map(({ http }) => http.post(review(id, 'claim'))))
    const codes = answers.map(({ status, body }) => (status === 200 ? 'held' : body.code)).sort()
    assert.deepEqual(codes, ['held', ...Array(9).fill('music/claimed')])
  })

  test('makes artist, owner and role at approval, once for ten at the same time', async () => {
    const person = await server.people.signedIn()
    const id = await submitted('Ten Times', person)
    expectStatus(await reviewer.http.post(review(id, 'claim')), 200)
    const seen = await server.watch()
    const answers = await Promise.all(Array.from({ length: 10 }, () => reviewer.http.post(review(id, 'approve'))))
    const codes = answers.map(({ status, body }) => (status === 200 ? 'approved' : body.code)).sort()
    assert.deepEqual(codes, ['approved', ...Array(9).fill('music/wrong-state')])
    assert.deepEqual(await seen(), {
      audit: ['access.role.granted', 'music.application.approved'],
      events: ['access.role.granted', 'music.application.approved'],
      mails: ['music.application-approved'],
    })
    const artists = expectStatus(await person.http.get('/api/artists?mine=true'), 200).items
    assert.deepEqual(
      artists.map(({ name, slug }: { name: string; slug: string }) => [name, slug]),
      [['Ten Times', 'ten-times']],
    )
    assert.ok(expectStatus(await person.http.get('/api/auth/me'), 200).permissions.includes('music:submit'))
    expectProblem(await person.http.post('/api/artist/signup', { stageName: 'ten times' }), 'music/already-artist')
  })

  test('gives two artists of one name different slugs', async () => {
    const people = await Promise.all([server.people.signedIn(), server.people.signedIn()])
    const slugs = []
    for (const person of people) {
      const id = await submitted('Same Name', person)
      expectStatus(await reviewer.http.post(review(id, 'claim')), 200)
      expectStatus(await reviewer.http.post(review(id, 'approve')), 200)
      slugs.push(expectStatus(await person.http.get('/api/artists?mine=true'), 200).items[0].slug)
    }
    assert.deepEqual(slugs, ['same-name', 'same-name-2'])
  })

  test('asks for information and goes on with the answer', async () => {
    const id = await claimed('Questioned')
    const asking = await server.watch()
    const asked = await reviewer.http.post(review(id, 'request-info'), { message: 'Who plays the drums?' })
    assert.equal(expectStatus(asked, 200).state, 'info_requested')
    assert.deepEqual(await asking(), {
      audit: ['music.application.information-requested'],
      events: [],
      mails: ['music.information-requested'],
    })
    expectProblem(await reviewer.http.post(review(id, 'approve')), 'music/wrong-state')
    expectStatus(await applicant.http.patch(own(id), { role: 'band' }), 200)
    expectProblem(await applicant.http.post(own(id, '/answer'), { message: 'Max.' }), 'music/application-incomplete')
    const bandMembers = ['Max', 'Ada'].map((name) => ({ name, role: '' }))
    expectStatus(await applicant.http.patch(own(id), { bandMembers }), 200)
    const answering = await server.watch()
    const answered = expectStatus(await applicant.http.post(own(id, '/answer'), { message: 'Max does.' }), 200)
    assert.deepEqual(await answering(), { ...noEffects, audit: ['music.application.answered'] })
    const messages = answered.messages.map(({ from, text }: { from: string; text: string }) => `${from}: ${text}`)
    assert.deepEqual([answered.state, answered.claim], ['in_review', null])
    assert.deepEqual(messages, ['reviewer: Who plays the drums?', 'applicant: Max does.'])
    expectStatus(await reviewer.http.post(review(id, 'claim')), 200)
  })

  test('rejects with a reason and a day from which one may apply again', async () => {
    const id = await claimed('Too Soon')
    const seen = await server.watch()
    const body = { reason: 'We cannot place this kind of music.', reapplyAfterDays: 30 }
    const rejected = expectStatus(await reviewer.http.post(review(id, 'reject'), body), 200)
    assert.deepEqual([rejected.state, rejected.decisionReason], ['rejected', body.reason])
    assert.deepEqual(await seen(), {
      audit: ['music.application.rejected'],
      events: ['music.application.rejected'],
      mails: ['music.application-rejected'],
    })
    expectProblem(await applicant.http.post('/api/artist/signup', { stageName: 'Too soon' }), 'music/reapply-later')
    await server.query(`UPDATE music.application SET reapply_after = now() - interval '1 s' WHERE id = $1`, [id])
    expectStatus(await applicant.http.post('/api/artist/signup', { stageName: 'Too soon' }), 201)
  })

  test('is refused for an application of the own, by the database as well', async () => {
    const both = await server.people.signedIn('reviewer')
    const id = await submitted('My Own Band', both)
    for (const step of ['claim', 'approve']) expectProblem(await both.http.post(review(id, step)), 'music/own-artist')
    const claim = `UPDATE music.application SET state = 'in_review', claimed_by = applicant_id, claimed_until = now() WHERE id = $1`
    await assert.rejects(server.query(claim, [id]), /violates check constraint/)
  })

  test('lists what waits by when it is due, and what was decided by its state', async () => {
    const id = await submitted('In The Queue')
    const waiting = expectStatus(await reviewer.http.get('/api/review/applications?limit=100'), 200).items
    const due = waiting.map(({ dueAt }: { dueAt: string }) => dueAt)
    assert.deepEqual(due, due.toSorted())
    assert.ok(waiting.some((item: { id: string }) => item.id === id))
    const approved = expectStatus(await reviewer.http.get('/api/review/applications?state=approved&limit=1'), 200)
    assert.equal(approved.items[0].state, 'approved')
    const next = `/api/review/applications?state=approved&limit=1&cursor=${approved.nextCursor}`
    assert.notEqual(expectStatus(await reviewer.http.get(next), 200).items[0].id, approved.items[0].id)
  })
})
