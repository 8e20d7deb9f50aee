import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { type Receiver, startReceiver } from '../../server/kernel/mail/smtp-receiver.test-support.ts'
import { appears, browser, openStage, type Stage } from './stage.ts'

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
    await page.getByLabel('State').selectOption('Done')
    assert.ok(await appears(jobs.getByText('Attempt 2 of 9')))
    await queue.getByRole('cell').nth(3).getByText('0', { exact: true }).waitFor()
  })
})
