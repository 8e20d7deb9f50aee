import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { type Receiver, startReceiver } from '../../server/kernel/mail/smtp-receiver.test-support.ts'
import { accessibilityFaults, appears, browser, openStage, type Stage } from './stage.ts'

describe('jobs that gave up', { skip: browser.skip }, () => {
  let receiver: Receiver
  let stage: Stage
  before(async () => {
    receiver = await startReceiver()
    stage = await openStage({ environment: { SMTP_URL: receiver.url } })
  })
  afterEach(() => stage.quiet())
  after(async () => {
    await stage.close()
    await receiver.close()
  })

  test('an administrator reads why a mail was not sent, retries it, and it arrives', async () => {
    const { email } = await stage.server.people.signedIn()
    receiver.refuse({ at: 'to', code: 550, text: 'no such mailbox here' })
    await stage.server.people.anonymous().post('/api/auth/forgot-password', { email })
    await stage.server.jobsIdle()

    const { page, open, signIn } = await stage.visitor()
    await signIn(await stage.server.people.signedIn('administrator'))
    await open('/jobs')
    const jobs = page.getByRole('list', { name: 'Jobs' }).getByRole('listitem')
    assert.ok(await appears(jobs.getByText('550 no such mailbox here')))
    assert.ok(await appears(jobs.getByText('Attempt 1 of 8')))
    const queue = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: /^mail\.send/ }) })
    assert.equal(await queue.getByRole('cell').nth(3).innerText(), '1')

    await jobs.getByRole('button', { name: 'Retry mail.send' }).click()
    assert.ok(await appears(page.getByText('The job waits to run again.')))
    assert.ok(await appears(page.getByText('Nothing has failed')))
    await stage.server.jobsIdle()
    assert.equal(receiver.received.filter(({ to }) => to[0] === email).length, 1)
    await page.getByLabel('State', { exact: true }).selectOption('Done')
    assert.ok(await appears(jobs.getByText('Attempt 2 of 9')))
    await queue.getByRole('cell').nth(3).getByText('0', { exact: true }).waitFor()
  })

  test('where counting ends a plus says that there are more', async (t) => {
    const { db } = stage.server.app
    t.after(() => db.raw("DELETE FROM pgboss.job WHERE name = 'mail.send'"))
    const add = (state: string, count: number) =>
      db.raw(
        `INSERT INTO pgboss.job (name, data, state, start_after, completed_on, singleton_key, policy)
         SELECT 'mail.send', '{}', $1::pgboss.job_state, now() + interval '1 hour', now(), n::text, 'short' FROM generate_series(1, $2::int) AS n`,
        [state, count],
      )
    await add('completed', 10_000)
    await add('retry', 1)
    await add('created', 9999)
    await add('failed', 1234)
    const { page, open, signIn } = await stage.visitor()
    await signIn(await stage.server.people.signedIn('administrator'))
    await open('/jobs')
    const queue = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: /^mail\.send/ }) })
    assert.ok(await appears(queue.getByText('10,000+', { exact: true })))
    const cells = (await queue.getByRole('cell').allInnerTexts()).slice(0, 7)
    assert.deepEqual(cells, ['0+', '0', '1+', '1,234', '0', '9,999+', '10,000+'])
  })

  test('an administrator pauses a queue, sees what a job was given and how far it is, and has all of it retried', async () => {
    const { db } = stage.server.app
    const { email } = await stage.server.people.signedIn()
    receiver.refuse({ at: 'to', code: 550, text: 'no such mailbox here' })
    await stage.server.people.anonymous().post('/api/auth/forgot-password', { email })
    await stage.server.jobsIdle()
    const [failed] = await db.raw<{ id: string; data: object }>(
      "SELECT id, data FROM pgboss.job WHERE name = 'mail.send' AND state = 'failed'",
    )
    assert.ok(failed)
    await db.raw("UPDATE pgboss.job SET data = jsonb_set(data, '{data}', '{\"letter\": 7}') WHERE id = $1", [failed.id])

    const { page, open, signIn } = await stage.visitor()
    await signIn(await stage.server.people.signedIn('administrator'))
    await open('/jobs')
    const queue = page.getByRole('row').filter({ has: page.getByRole('rowheader', { name: /^mail\.send/ }) })
    await queue.getByRole('button', { name: 'Pause mail.send' }).click()
    assert.ok(await appears(queue.getByText('Paused')))
    assert.ok(await appears(page.getByRole('list', { name: 'Schedules' }).getByText('kernel.prune-jobs')))

    const jobs = page.getByRole('list', { name: 'Jobs' }).getByRole('listitem')
    await jobs.getByRole('button', { name: 'Payload of mail.send' }).click()
    assert.ok(await appears(jobs.getByText('As stored, version 1')))
    assert.ok(await appears(jobs.getByText('"letter": "[redacted]"')))
    assert.ok(await appears(jobs.getByText('Version 1 does not read it')))
    assert.ok(await appears(jobs.getByText(/does not match what this version declares/)))
    assert.deepEqual(await accessibilityFaults(page), [])

    await db.raw('UPDATE pgboss.job SET data = $2 WHERE id = $1', [failed.id, JSON.stringify(failed.data)])
    await queue.getByRole('button', { name: 'Retry all of mail.send' }).click()
    assert.ok(await appears(page.getByText('1 job waits to run again.')))
    await stage.server.jobsIdle()
    assert.equal(receiver.received.filter(({ to }) => to[0] === email).length, 0, 'the queue is paused')

    await db.raw("UPDATE pgboss.job SET state = 'active', heartbeat_on = now() WHERE id = $1", [failed.id])
    await db.raw(
      "INSERT INTO kernel.job_progress (job_id, attempt, percent, note) SELECT id, retry_count, 45, 'half way' FROM pgboss.job WHERE id = $1",
      [failed.id],
    )
    await page.getByLabel('State', { exact: true }).selectOption('Running')
    assert.ok(await appears(jobs.getByText('45 %, half way')))
    assert.deepEqual(await accessibilityFaults(page), [])
    await db.raw("UPDATE pgboss.job SET state = 'retry', heartbeat_on = NULL WHERE id = $1", [failed.id])

    await queue.getByRole('button', { name: 'Resume mail.send' }).click()
    assert.ok(await appears(page.getByText('Jobs of the queue start again.')))
    await stage.server.jobsIdle()
    assert.equal(receiver.received.filter(({ to }) => to[0] === email).length, 1)
  })

  test('an administrator looks at one queue, sees what a job is read as today, and cancels it; a schedule tells its ticks', async () => {
    const { db } = stage.server.app
    const { email } = await stage.server.people.signedIn()
    receiver.refuse({ at: 'to', code: 450, text: 'come back in an hour' })
    await stage.server.people.anonymous().post('/api/auth/forgot-password', { email })
    await stage.server.jobsIdle()
    await db.raw(
      "UPDATE pgboss.job SET start_after = now() + interval '1 hour' WHERE name = 'mail.send' AND state = 'retry'",
    )
    await db.raw("UPDATE kernel.schedule SET ticked_at = '2026-01-05T04:00:00Z' WHERE name = 'webhooks.purge'")

    const { page, open, signIn } = await stage.visitor()
    await signIn(await stage.server.people.signedIn('administrator'))
    await page.route('**/api/jobs/*', async (route) => {
      const answer = await route.fetch()
      const job = await answer.json()
      const current = { letterId: 'a letter' }
      await route.fulfill({
        response: answer,
        json: { ...job, payload: { ...job.payload, currentVersion: 2, current } },
      })
    })
    await open('/jobs')
    const schedules = page.getByRole('list', { name: 'Schedules' }).getByRole('listitem')
    const purge = schedules.filter({ hasText: 'Adds to webhooks.purge' })
    assert.match(await purge.innerText(), /Last: .*2026.* Next: (?!not within a year)/)

    const jobs = page.getByRole('list', { name: 'Jobs' }).getByRole('listitem')
    await page.getByLabel('State', { exact: true }).selectOption('Waiting')
    assert.ok(await appears(jobs.getByText('450 come back in an hour')))
    await page.getByLabel('Queue', { exact: true }).selectOption('webhooks.deliver')
    assert.ok(await appears(page.getByText('None in this state')))
    await page.getByLabel('Queue', { exact: true }).selectOption('mail.send')
    assert.ok(await appears(jobs.getByText('450 come back in an hour')))
    await jobs.getByRole('button', { name: 'Payload of mail.send' }).click()
    const differences = page.getByRole('list', { name: 'What is read otherwise' }).getByRole('listitem')
    assert.ok(await appears(differences.filter({ hasText: 'mailId' })))
    assert.ok(await appears(differences.filter({ hasText: 'letterId' })))
    assert.ok(await appears(jobs.getByText('As version 2 reads it')))
    assert.deepEqual(await accessibilityFaults(page), [])

    await jobs.getByRole('button', { name: 'Cancel mail.send' }).click()
    assert.ok(await appears(page.getByText('The job is cancelled.')))
    assert.ok(await appears(page.getByText('None in this state')))
    await page.getByLabel('State', { exact: true }).selectOption('Cancelled')
    assert.ok(await appears(jobs.getByText('mail.send').first()))
    assert.equal(await jobs.getByRole('button', { name: 'Cancel mail.send' }).count(), 0)
    await stage.server.jobsIdle()
    assert.equal(receiver.received.filter(({ to }) => to[0] === email).length, 0)
  })
})
