import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type HttpStandIn, startHttpStandIn } from '../../../test/support/http-stand-in.ts'
import type { Person } from '../../../test/support/people.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import { userVerified } from '../identity/index.ts'

let server: TestServer
let administrator: Person
let receiver: HttpStandIn

before(async () => {
  server = await startServer({ environment: { WEBHOOKS_PRIVATE_NETWORKS: '127.0.0.0/8' } })
  administrator = await server.people.signedIn('administrator')
  await server.jobsIdle()
  receiver = await startHttpStandIn(() => ({ status: 200, body: { taken: true } }))
})
after(async () => {
  await receiver.close()
  await server.stop()
})

const origin = systemOrigin('test', 'test')

/** A delivery that waits because its endpoint rests, and has one try. */
async function waiting(path: string) {
  const { db, jobs } = server.app
  const made = await administrator.http.post('/api/webhooks/endpoints', { url: receiver.url + path })
  const { id } = made.body
  const rest = (until: string) =>
    db.raw(`UPDATE webhooks.endpoint SET failures = 6, resting_until = ${until} WHERE id = $1`, [id])
  await rest("now() + interval '1 hour'")
  await db.transaction(origin, (tx) => tx.publish(userVerified, { userId: administrator.id }))
  await server.jobsIdle()
  const [{ id: deliveryId }] = (await administrator.http.get(`/api/webhooks/endpoints/${id}/deliveries`)).body.items
  const [job] = (await jobs.list({ queue: 'webhooks.deliver', state: 'queued', limit: 1 })).items
  assert.ok(job)
  await db.raw('UPDATE pgboss.job SET retry_limit = retry_count + 1 WHERE id = $1', [job.id])
  return {
    ...{ rest, jobId: job.id },
    async told() {
      const { state, tries, finishedAt } = (await administrator.http.get(`/api/webhooks/deliveries/${deliveryId}`)).body
      return { state, isOver: finishedAt !== null, errors: tries.map(({ error }: { error: string }) => error) }
    },
    async passed(time: string): Promise<void> {
      await db.raw('UPDATE pgboss.job SET created_on = created_on - $2::interval, start_after = now() WHERE id = $1', [
        ...[job.id, time],
      ])
      await server.jobsIdle()
    },
    async removed(): Promise<void> {
      await administrator.http.send(`/api/webhooks/endpoints/${id}`, { method: 'DELETE' })
    },
  }
}

test('a delivery whose job is cancelled has failed, and says why', async () => {
  const { told, jobId, removed } = await waiting('/cancelled')
  assert.deepEqual(await told(), { state: 'waiting', isOver: false, errors: [] })
  await server.app.db.transaction(origin, (tx) => server.app.jobs.cancel(tx, jobId))
  assert.deepEqual(await told(), { state: 'failed', isOver: true, errors: ['somebody cancelled the job'] })
  await removed()
})

test('a delivery that was never tried outlives days of rest, and arrives when they are over', async () => {
  const { told, passed, rest, removed } = await waiting('/rested')
  for (let day = 1; day <= 6; day += 1) await passed('1 day')
  assert.deepEqual(await told(), { state: 'waiting', isOver: false, errors: [] })
  await rest('NULL')
  await passed('0')
  assert.deepEqual((await told()).state, 'delivered')
  await removed()
})

test('a delivery that cannot be put off any longer ends after its tries, and says why', async () => {
  const { told, passed, removed } = await waiting('/never')
  await passed('8 days')
  assert.deepEqual(await told(), { state: 'failed', isOver: true, errors: ['the endpoint rests after failures'] })
  await removed()
})
