import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { type Receiver, startReceiver } from '../../server/kernel/mail/smtp-receiver.test-support.ts'
import { accessibilityFaults, appears, browser, openStage, type Stage } from './stage.ts'

describe('mail, for whoever runs the server', { skip: browser.skip }, () => {
  let receiver: Receiver
  let stage: Stage
  let cuts = 0
  before(async () => {
    receiver = await startReceiver({
      beforeAnswer: async () => {
        if (cuts > 0) receiver.cut()
        cuts -= 1
      },
    })
    stage = await openStage({ environment: { SMTP_URL: receiver.url } })
  })
  afterEach(() => stage.quiet())
  after(async () => {
    await stage.close()
    await receiver.close()
  })

  test('an administrator looks at a mail as HTML and as text before anybody gets it', async () => {
    const { page, open, signIn } = await stage.visitor()
    await signIn(await stage.server.people.signedIn('administrator'))
    await open('/mail')
    const templates = page.getByRole('list', { name: 'Templates' })
    await templates.getByRole('link', { name: 'Choose a new password for Plinth' }).click()
    await page.getByRole('heading', { level: 1, name: 'identity.reset' }).waitFor()
    assert.ok(await appears(page.getByText('Essential', { exact: true })))
    assert.ok(await appears(page.locator('pre').getByText('Hello Ada, follow the link to choose a new password.')))

    const mail = page.frameLocator('iframe[title="identity.reset as HTML"]')
    const button = mail.getByRole('link', { name: 'Choose a new password' })
    assert.ok(await appears(button))
    // Its padding: with the styles of the mail refused it would be a line of text. Nothing can be asked of a frame without scripts.
    const { height = 0 } = (await button.boundingBox()) ?? {}
    assert.ok(height > 40, `${height} px`)
    assert.deepEqual(await accessibilityFaults(page), [])
  })

  test('an administrator reads why an address gets no mail, and lets it go again', async () => {
    const { email } = await stage.server.people.signedIn()
    receiver.refuse({ at: 'to', code: 550, text: '5.1.1 no such user' })
    await stage.server.people.anonymous().post('/api/auth/forgot-password', { email })
    await stage.server.jobsIdle()
    const { page, open, signIn } = await stage.visitor()
    await signIn(await stage.server.people.signedIn('administrator'))
    await open('/mail')
    const stopped = page.getByRole('list', { name: 'Stopped addresses' }).getByRole('listitem')
    assert.ok(
      await appears(stopped.filter({ hasText: email }).getByText('There is no such mailbox: essential mail only')),
    )
    assert.ok(await appears(stopped.getByText('550 5.1.1 no such user')))
    await page.getByRole('button', { name: `Let mail go to ${email} again` }).click()
    assert.ok(await appears(page.getByText('Mail goes there again.')))
    assert.ok(await appears(page.getByText('Mail goes to everybody')))
  })

  test('an administrator sends a link once more of which nobody knows whether it arrived', async () => {
    const { email } = await stage.server.people.signedIn()
    cuts = 1
    await stage.server.people.anonymous().post('/api/auth/forgot-password', { email })
    await stage.server.jobsIdle()
    const { page, open, signIn } = await stage.visitor()
    await signIn(await stage.server.people.signedIn('administrator'))
    await open('/mail')
    const inDoubt = page.getByRole('list', { name: 'Mail in doubt' }).getByRole('listitem')
    assert.ok(await appears(inDoubt.filter({ hasText: email }).getByText('identity.reset')))
    assert.deepEqual(await accessibilityFaults(page), [])
    await page.getByRole('button', { name: `Send again: identity.reset to ${email}` }).click()
    assert.ok(await appears(page.getByText('It is sent once more.')))
    assert.ok(await appears(page.getByText('Nothing is in doubt')))
    await stage.server.jobsIdle()
    const ids = receiver.received
      .filter(({ to }) => to.includes(email))
      .map(({ raw }) => /^Message-ID: (.*)\r$/m.exec(raw)?.[1])
    assert.deepEqual([ids.length > 1, ids.at(-1)], [true, ids.at(-2)])
  })

  test('somebody sees what comes by mail, does without some of it, and has it again', async () => {
    const { page, open, signIn } = await stage.visitor()
    await signIn(await stage.server.people.signedIn('trader'))
    await open('/account')
    const kinds = page.getByRole('list', { name: 'Mail to you' })
    const alerts = kinds.getByRole('switch', { name: 'Alerts of your trading' })
    const press = () =>
      kinds
        .locator('label')
        .filter({ has: page.getByRole('switch', { name: 'Alerts of your trading' }) })
        .click()
    await alerts.waitFor()
    assert.equal(await alerts.isChecked(), true)
    await press()
    assert.ok(await appears(kinds.getByText('You have unsubscribed.')))
    await page.reload()
    await alerts.waitFor()
    assert.equal(await alerts.isChecked(), false)
    await press()
    assert.ok(await appears(page.getByText('“Alerts of your trading” comes by mail again.')))
    assert.equal(await alerts.isChecked(), true)
    assert.deepEqual(await accessibilityFaults(page), [])
    await kinds.getByRole('link', { name: 'Ask for it' }).first().click()
    await page.waitForURL(/\/newsletter$/)
  })
})
