import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import pino from 'pino'
import { readConfig } from '../config/config.ts'
import { createHttpServer } from '../http/server.ts'
import { newId } from '../id.ts'
import { createLimiter } from '../rate-limit/limiter.ts'
import type { Logger } from '../telemetry/log.ts'
import { createMetrics } from '../telemetry/metrics.ts'
import { parseMailbox } from './address.ts'
import { letter, TOKEN } from './letter.test-support.ts'
import { mailboxRoutes } from './mailbox.routes.ts'
import { createMailboxFolder, type MailboxFolder } from './mailbox-folder.ts'
import { renderMail } from './render.ts'
import { createTemplates } from './templates.ts'

const branding = { productName: 'Plinth', publicUrl: new URL('https://app.example.com') }

async function deliver(mailbox: MailboxFolder, name: string, id: string = newId()): Promise<string> {
  await mailbox.transport.send({
    ...renderMail(letter, { name, token: TOKEN }, branding),
    id,
    messageId: `<${id}@example.com>`,
    template: letter.name,
    purpose: 'service',
    from: parseMailbox('no-reply@example.com'),
    replyTo: undefined,
    to: parseMailbox('Ada <ada@example.org>'),
  })
  return id
}

async function emptyFolder(t: TestContext): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'plinth-mailbox-'))
  t.after(() => rm(root, { recursive: true }))
  return join(root, 'mailbox')
}

test('keeps each message once, newest first, for its owner only', async (t) => {
  const folder = await emptyFolder(t)
  const mailbox = createMailboxFolder(folder)
  assert.deepEqual(await mailbox.list(), [])
  const first = await deliver(mailbox, 'One')
  const second = await deliver(mailbox, 'Two')
  await deliver(mailbox, 'One again', first)
  assert.deepEqual(
    (await mailbox.list()).map(({ id, subject }) => [id, subject]),
    [
      [second, 'Welcome, Two'],
      [first, 'Welcome, One again'],
    ],
  )
  if (process.platform === 'win32') return
  assert.equal((await stat(folder)).mode & 0o777, 0o700)
  assert.equal((await stat(join(folder, `${first}.json`))).mode & 0o777, 0o600)
})

test('keeps the newest 500', async (t) => {
  const folder = await emptyFolder(t)
  const mailbox = createMailboxFolder(folder)
  const oldest = await deliver(mailbox, 'Oldest')
  for (let at = 0; at < 499; at += 1) await writeFile(join(folder, `${newId()}.json`), '{}')
  assert.equal((await readdir(folder)).length, 500)
  assert.notEqual(await mailbox.read(oldest), null)
  const newest = await deliver(mailbox, 'Newest')
  assert.equal((await readdir(folder)).length, 500)
  assert.equal(await mailbox.read(oldest), null)
  assert.notEqual(await mailbox.read(newest), null)
})

test('reads no file but a mail', async (t) => {
  const folder = await emptyFolder(t)
  const mailbox = createMailboxFolder(folder)
  await deliver(mailbox, 'One')
  await writeFile(join(folder, '..', 'secret.json'), '{}')
  assert.equal(await mailbox.read('../secret'), null)
})

async function serve(t: TestContext) {
  const mailbox = createMailboxFolder(await emptyFolder(t))
  const templates = createTemplates(branding)
  templates.declare([letter])
  const environment = {
    NODE_ENV: 'test',
    DATA_DIR: await mkdtemp(join(tmpdir(), 'plinth-mailbox-data-')),
    PRODUCTS: 'one',
  }
  const { server: config } = readConfig(environment, { products: ['one'], terminal: false })
  const refuse = (): never => {
    throw new Error('the mailbox needs neither a database nor a session')
  }
  const http = createHttpServer({
    config,
    db: { transaction: refuse, query: refuse, raw: refuse, poolState: refuse, onRetry: refuse, close: refuse },
    authenticator: { authenticate: refuse, checkCsrf: refuse },
    limiter: createLimiter(),
    metrics: createMetrics('test'),
    log: pino({ level: 'silent' }) as Logger,
  })
  http.register(mailboxRoutes({ mailbox, templates }))
  t.after(async () => {
    await http.app.close()
    await rm(environment.DATA_DIR, { recursive: true })
  })
  return { mailbox, get: (url: string) => http.app.inject({ method: 'GET', url }) }
}

test('the list and a mail as JSON, with its links', async (t) => {
  const { mailbox, get } = await serve(t)
  const id = await deliver(mailbox, 'Ada')
  const list = await get('/api/dev/mailbox')
  assert.equal(list.statusCode, 200)
  const [item, ...more] = list.json().items
  assert.deepEqual(more, [])
  const { at, ...summary } = item
  assert.deepEqual(summary, { id, to: 'ada@example.org', subject: 'Welcome, Ada', template: 'test.letter' })
  assert.ok(Math.abs(Date.parse(at) - Date.now()) < 60_000)

  const mail = (await get(`/api/dev/mailbox/${id}`)).json()
  assert.deepEqual(mail.links, [`https://app.example.com/verify?token=${TOKEN}`, 'https://app.example.com'])
  assert.match(mail.text, /Hello Ada/)
  assert.match(mail.html, /<p[^>]*>Hello Ada<\/p>/)
  assert.equal((await get(`/api/dev/mailbox/${newId()}`)).json().code, 'mail/not-found')
  assert.equal((await get('/api/dev/mailbox/..%2f..%2fsecret')).statusCode, 400)
})

test('the page shows mail without script, and nothing in a mail runs or is fetched', async (t) => {
  const { mailbox, get } = await serve(t)
  assert.match((await get('/dev/mailbox')).body, /No mail yet/)
  const id = await deliver(mailbox, '<script>alert(1)</script>')
  const page = await get('/dev/mailbox')
  assert.equal(page.headers['content-type'], 'text/html; charset=utf-8')
  const policy = String(page.headers['content-security-policy'])
  assert.match(policy, /^default-src 'none'; .*style-src 'sha256-[A-Za-z0-9+/=]+'$/)
  assert.doesNotMatch(page.body, /<script|style="/)
  assert.match(page.body, /&lt;script&gt;/)
  assert.ok(page.body.includes(`href="https://app.example.com/verify?token=${TOKEN}"`))

  const html = await get(`/dev/mailbox/${id}`)
  assert.match(String(html.headers['content-security-policy']), /^default-src 'none'; .*style-src 'unsafe-inline'$/)
  assert.match(html.body, /&lt;script&gt;/)
  assert.match((await get('/dev/mailbox/templates/test.letter')).body, /Hello Ada/)
  assert.equal((await get('/dev/mailbox/templates/none')).statusCode, 404)
})
