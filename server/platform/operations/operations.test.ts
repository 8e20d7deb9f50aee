import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, beforeEach, describe, test } from 'node:test'
import type { HttpAnswer } from '../../../test/support/http-client.ts'
import type { Person } from '../../../test/support/people.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import { type Receiver, startReceiver } from '../../kernel/mail/smtp-receiver.test-support.ts'

const noSuchMailbox = { at: 'to', code: 550, text: 'no such mailbox here' } as const
const comeBackLater = { at: 'to', code: 451, text: 'come back later' } as const

describe('jobs over HTTP', () => {
  let receiver: Receiver
  let server: TestServer
  let administrator: Person
  before(async () => {
    receiver = await startReceiver()
    server = await startServer({ environment: { SMTP_URL: receiver.url } })
    administrator = await server.people.signedIn('administrator')
  })
  beforeEach(() => server.jobsIdle())
  after(async () => {
    await server.stop()
    await receiver.close()
  })

  /** A mail job that met this refusal: a permanent one ends it, a passing one leaves it waiting. */
  async function refusedMail(
    refusal: typeof noSuchMailbox | typeof comeBackLater,
  ): Promise<{ id: string; to: string }> {
    const { email } = await server.people.signedIn()
    receiver.refuse(refusal)
    const asked = await server.people.anonymous().post('/api/auth/forgot-password', { email })
    assert.equal(asked.status, 202, JSON.stringify(asked.body))
    await server.jobsIdle()
    const [newest] = await listed('mail.send')
    return { id: newest.id, to: email }
  }

  async function listed(queue: string, state = ''): Promise<HttpAnswer['body'][]> {
    const filter = state === '' ? '' : `&state=${state}`
    const { status, body } = await administrator.http.get(`/api/jobs/list?queue=${queue}${filter}`)
    assert.equal(status, 200, JSON.stringify(body))
    return body.items
  }

  const sentTo = (address: string): number => receiver.received.filter(({ to }) => to.includes(address)).length

  const act = (person: Person, id: string, action: 'retry' | 'cancel') =>
    person.http.post(`/api/jobs/${id}/${action}`).then(({ status, body }) => [status, body.code])

  const audited = (id: string) =>
    server.app.db.raw('SELECT action, actor_id FROM audit.record WHERE subject_id = $1 ORDER BY at, id', [id])

  const stateOf = async (id: string): Promise<unknown> => (await administrator.http.get(`/api/jobs/${id}`)).body.state

  test('what stands on the server is told to anybody', async () => {
    const { status, body } = await server.people.anonymous().get('/api/installation')
    assert.deepEqual([status, body], [200, { products: server.config.products }])
  })

  test('a job given up for good is listed with its reason, and once retried does its work', async () => {
    const { id, to } = await refusedMail(noSuchMailbox)
    const dead = (await listed('mail.send', 'failed')).find((one) => one.id === id)
    assert.deepEqual(
      { ...dead, createdAt: '', startAfter: '', startedAt: '', endedAt: '' },
      {
        id,
        queue: 'mail.send',
        tenant: null,
        state: 'failed',
        attempt: 1,
        attempts: 8,
        createdAt: '',
        startAfter: '',
        startedAt: '',
        endedAt: '',
        reason: '550 no such mailbox here',
        progress: null,
      },
    )
    assert.ok(!(await listed('mail.send', 'completed')).some((one) => one.id === id))
    assert.ok(!(await listed('kernel.prune', 'failed')).some((one) => one.id === id))

    const { origin, failure } = (await administrator.http.get(`/api/jobs/${id}`)).body
    assert.deepEqual([failure.name, origin.actor, typeof origin.requestId], ['PermanentFailure', 'anonymous', 'string'])
    assert.match(failure.stack, /^at /)
    assert.equal(failure.stack.includes('no such mailbox'), false)

    assert.deepEqual(await act(administrator, id, 'retry'), [204, undefined])
    await server.jobsIdle()
    const done = await administrator.http.get(`/api/jobs/${id}`)
    assert.deepEqual([done.body.state, done.body.attempt, done.body.reason], ['completed', 2, null])
    assert.equal(done.body.failure, null)
    assert.equal(sentTo(to), 1)
    assert.ok(!(await listed('mail.send', 'failed')).some((one) => one.id === id))
    assert.deepEqual(await audited(id), [{ action: 'jobs.retried', actor_id: administrator.id }])
  })

  test('a schedule says when it was last due and when it is next', async () => {
    const at = new Date('2026-03-01T03:00:00.000Z')
    await server.app.db.raw("UPDATE kernel.schedule SET ticked_at = $1 WHERE name = 'kernel.prune-jobs'", [at])
    const { schedules } = (await administrator.http.get('/api/jobs')).body
    for (const { name, nextTickAt } of schedules) assert.ok(new Date(nextTickAt).getTime() > Date.now(), name)
    const found = schedules.find(({ name }: { name: string }) => name === 'kernel.prune-jobs')
    assert.equal(typeof found.lastTickAt, 'string')
  })

  test('a job that fails again after its retry is listed again', async () => {
    const { id } = await refusedMail(noSuchMailbox)
    receiver.refuse({ ...noSuchMailbox, text: 'still none' })
    assert.deepEqual(await act(administrator, id, 'retry'), [204, undefined])
    await server.jobsIdle()
    const again = (await listed('mail.send', 'failed')).find((one) => one.id === id)
    assert.deepEqual([again.attempt, again.reason], [2, '550 still none'])
  })

  test('of two retries at once one is taken', async () => {
    const { id, to } = await refusedMail(noSuchMailbox)
    const answers = await Promise.all([act(administrator, id, 'retry'), act(administrator, id, 'retry')])
    assert.deepEqual(answers.map(([status]) => status).sort(), [204, 409])
    await server.jobsIdle()
    assert.equal(sentTo(to), 1)
    assert.equal((await audited(id)).length, 1)
  })

  test('a waiting job is cancelled for good', async () => {
    const { id } = await refusedMail(comeBackLater)
    const [waiting] = await listed('mail.send', 'queued')
    assert.deepEqual([waiting.id, waiting.reason], [id, '451 come back later'])
    assert.deepEqual(await act(administrator, id, 'cancel'), [204, undefined])
    assert.equal(await stateOf(id), 'cancelled')
    assert.deepEqual(await act(administrator, id, 'cancel'), [409, 'jobs/already-ended'])
    assert.deepEqual(await act(administrator, id, 'retry'), [409, 'jobs/not-failed'])
    assert.deepEqual(await audited(id), [{ action: 'jobs.cancelled', actor_id: administrator.id }])
  })

  for (const action of ['retry', 'cancel'] as const) {
    test(`${action} is refused without the permission, without a session and for what is no job, and leaves no trace`, async () => {
      const { id } = await refusedMail(action === 'retry' ? noSuchMailbox : comeBackLater)
      const before = await stateOf(id)
      const unknown = randomUUID()
      const reviewer = await server.people.signedIn('reviewer')
      assert.deepEqual(await act(reviewer, id, action), [403, 'http/denied'])
      assert.equal((await server.people.anonymous().post(`/api/jobs/${id}/${action}`)).status, 401)
      assert.deepEqual(await act(administrator, unknown, action), [404, 'jobs/not-found'])
      assert.deepEqual(await act(administrator, 'no-id', action), [400, 'http/invalid'])
      assert.equal(await stateOf(id), before)
      assert.deepEqual(await audited(id), [])
      assert.deepEqual(await audited(unknown), [])
    })
  }

  test('a job that was done is not tried again', async () => {
    const [completed] = await listed('mail.send', 'completed')
    assert.deepEqual(await act(administrator, completed.id, 'retry'), [409, 'jobs/not-failed'])
    assert.equal(await stateOf(completed.id), 'completed')
  })

  test('a queue is paused, redriven and resumed by whoever may, each with a trace, and nothing changes twice', async () => {
    const steer = (person: Person, action: string, queue = 'mail.send') =>
      person.http
        .post(`/api/job-queues/${queue}/${action}`)
        .then(({ status, body }) => [status, body?.code ?? body?.jobs])
    const paused = async () => {
      const { body } = await administrator.http.get('/api/jobs')
      return body.queues.find(({ name }: { name: string }) => name === 'mail.send').paused
    }
    const reviewer = await server.people.signedIn('reviewer')
    const { id, to } = await refusedMail(noSuchMailbox)
    for (const action of ['pause', 'redrive', 'resume']) {
      assert.deepEqual(await steer(reviewer, action), [403, 'http/denied'])
      assert.equal((await server.people.anonymous().post(`/api/job-queues/mail.send/${action}`)).status, 401)
      assert.deepEqual(await steer(administrator, action, 'mail.nobody'), [404, 'jobs/no-such-queue'])
    }
    assert.deepEqual(await audited('mail.send'), [])

    for (const _ of [1, 2]) assert.equal((await steer(administrator, 'pause'))[0], 204)
    assert.equal(await paused(), true)
    const [, failed] = await steer(administrator, 'redrive')
    assert.ok(failed >= 1, `${failed}`)
    assert.deepEqual(await steer(administrator, 'redrive'), [200, 0])
    for (const _ of [1, 2]) assert.equal((await steer(administrator, 'resume'))[0], 204)
    assert.equal(await paused(), false)
    await server.jobsIdle()
    assert.equal(await stateOf(id), 'completed')
    assert.equal(sentTo(to), 1)
    const actions = (await audited('mail.send')).map(({ action }) => action)
    assert.deepEqual(actions, ['jobs.queue-paused', 'jobs.queue-redriven', 'jobs.queue-resumed'])
  })

  test('lists and single jobs are closed to whoever lacks jobs:read', async () => {
    const reviewer = await server.people.signedIn('reviewer')
    for (const path of ['/api/jobs', '/api/jobs/list?queue=mail.send&state=failed', `/api/jobs/${randomUUID()}`]) {
      assert.equal((await reviewer.http.get(path)).body.code, 'http/denied', path)
      assert.equal((await server.people.anonymous().get(path)).status, 401, path)
    }
  })
})
