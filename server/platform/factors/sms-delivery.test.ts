import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newPhone, somebody } from '../../../test/support/factors.ts'
import { startServer } from '../../../test/support/server.ts'
import { startTwilio } from '../../../test/support/twilio.ts'

test('without a provider messages stand in the development mailbox beside the mail', async (t) => {
  const server = await startServer()
  t.after(() => server.stop())
  const person = await somebody(server)
  const phone = newPhone()
  await person.http.post('/api/auth/mfa/sms', { phone })
  await server.jobsIdle()
  const { items } = (await person.anonymous.get('/api/dev/mailbox')).body
  const item = items.find(({ to }: { to: string }) => to === phone)
  assert.equal(item.template, 'sms.factors.code')
  const message = (await person.anonymous.get(`/api/dev/mailbox/${item.id}`)).body
  assert.match(message.text, /^[0-9]{6} is your code for Plinth\./)
  await person.http.patch('/api/auth/me', { locale: 'de-AT' })
  await person.http.post('/api/auth/mfa/sms', { phone })
  await server.jobsIdle()
  const [again] = (await person.anonymous.get('/api/dev/mailbox')).body.items
  const german = (await person.anonymous.get(`/api/dev/mailbox/${again.id}`)).body
  assert.match(german.text, /^[0-9]{6} ist Ihr Code für Plinth\./)
  const page = await person.anonymous.get('/dev/mailbox')
  assert.ok(page.body.includes(`SMS to ${phone}`))
  assert.equal(page.body.includes(`href="/dev/mailbox/${item.id}"`), false)
})

test('with a provider they go there, and the mailbox of a server with a mail server is closed', async (t) => {
  const twilio = await startTwilio()
  const server = await startServer({
    environment: {
      TWILIO_ACCOUNT_SID: twilio.accountSid,
      TWILIO_AUTH_TOKEN: twilio.authToken,
      TWILIO_FROM: twilio.number,
      TWILIO_API_BASE: twilio.url,
      SMTP_URL: 'smtp://127.0.0.1:9',
    },
  })
  t.after(() => server.stop())
  t.after(() => twilio.close())
  const person = await somebody(server)
  const phone = newPhone()
  await person.http.post('/api/auth/mfa/sms', { phone })
  await server.jobsIdle()
  assert.deepEqual(
    twilio.messages.map(({ to }) => to),
    [phone],
  )
  assert.equal((await person.anonymous.get('/api/dev/mailbox')).status, 404)
})
