import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type Browser, chromium, type Page } from 'playwright-core'
import type { Handler, WireServer } from './testing/wire-server.ts'
import { problem, startWireServer } from './testing/wire-server.ts'

const executablePath = ['chromium', 'chromium-browser', 'google-chrome']
  .map((name) => `/usr/bin/${name}`)
  .find(existsSync)
const skip = executablePath === undefined && 'needs chromium: apt-get install chromium'

/** The modules of the sdk as a page loads them: TypeScript without its types is what a browser reads. */
async function modules(): Promise<Record<string, Handler>> {
  const names = [
    ...['index', 'client', 'generated', 'problem-error', 'retry', 'transport', 'session', 'cookie-session'],
    ...['bearer-session', 'paginate', 'upload', 'confirm-upload', 'upload-put', 'file-digest', 'sha256', 'operation'],
    'testing/example.gen',
  ]
  const served = names.map(async (name): Promise<[string, Handler]> => {
    const source = stripTypeScriptTypes(await readFile(join(import.meta.dirname, `${name}.ts`), 'utf8'))
    const headers = { 'content-type': 'text/javascript' }
    return [`GET /sdk/${name}.ts`, () => ({ status: 200, headers, body: source })]
  })
  return Object.fromEntries(await Promise.all(served))
}

const password = 'correct horse'
const uploadBytes = 3_000_000

/** One page's server: sessions by cookie, and an upload that takes its time. */
async function startSite(): Promise<WireServer & { expire(): void; refreshesAtOnce(): number }> {
  let valid = 0
  let refreshing = 0
  let refreshesAtOnce = 0
  const signed = { uploadId: 'u1', url: '/api/uploads/u1/content', method: 'PUT', expiresAt: '' }
  const cookie = (): string => `access=${valid}; HttpOnly; SameSite=Lax; Path=/`
  const server = await startWireServer({
    ...(await modules()),
    'GET /': () => ({
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<!doctype html><title>site</title>',
    }),
    'GET /api/auth/csrf': () => ({ status: 200, body: { csrfToken: 'token' } }),
    'POST /api/auth/login': ({ headers, body }) => {
      if (headers['x-csrf-token'] !== 'token') return problem(403, 'identity/csrf')
      if (JSON.parse(body.toString()).password !== password) return problem(401, 'identity/invalid-credentials')
      valid += 1
      return { status: 200, headers: { 'set-cookie': cookie() }, body: { accessToken: 'of a cookie', expiresIn: 600 } }
    },
    'POST /api/auth/refresh': async ({ headers }) => {
      if (headers['x-csrf-token'] !== 'token') return problem(403, 'identity/csrf')
      refreshing += 1
      refreshesAtOnce = Math.max(refreshesAtOnce, refreshing)
      await new Promise((resolve) => setTimeout(resolve, 400))
      refreshing -= 1
      return { status: 200, headers: { 'set-cookie': cookie() }, body: { accessToken: 'of a cookie', expiresIn: 600 } }
    },
    'GET /api/auth/me': ({ headers }) =>
      headers.cookie === `access=${valid}`
        ? { status: 200, body: { email: 'ada@music.example', permissions: [] } }
        : problem(401, 'identity/session-expired'),
    'POST /api/uploads/sign': () => ({ status: 201, body: { ...signed, headers: { 'content-type': 'audio/flac' } } }),
    'PUT /api/uploads/u1/content': () => ({ status: 204 }),
    'POST /api/uploads/confirm': () => ({ status: 200, body: { id: 'f1' } }),
    'DELETE /api/uploads/u1': () => ({ status: 204 }),
  })
  return { ...server, expire: () => (valid += 1), refreshesAtOnce: () => refreshesAtOnce }
}

/** Runs `body` in the page with a client of its own; what it returns comes back. */
function inPage(page: Page, body: string): Promise<unknown> {
  return page.evaluate(`(async () => {
    const { buildClient } = await import('/sdk/client.ts')
    const { operations } = await import('/sdk/testing/example.gen.ts')
    const { uploadFile } = await import('/sdk/upload.ts')
    window.client ??= buildClient(operations, { baseUrl: '', credentials: 'cookie', retry: { baseDelayMs: 1 } })
    ${body}
  })()`)
}

const signIn = `await client.auth.login({ body: { email: 'ada@music.example', password: '${password}' } })`

describe('in a browser', { skip }, () => {
  let browser: Browser
  let site: Awaited<ReturnType<typeof startSite>>
  before(async () => {
    site = await startSite()
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] })
  })
  after(async () => {
    await browser?.close()
    await site?.close()
  })

  async function openPage(): Promise<Page> {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(site.baseUrl)
    return page
  }

  test('two tabs of one session refresh one after the other, and every call passes', async () => {
    const page = await openPage()
    await inPage(page, signIn)
    const other = await page.context().newPage()
    await other.goto(site.baseUrl)
    await inPage(other, 'return client.auth.me()')
    site.expire()
    const calls = 'return (await Promise.all([1, 2, 3, 4, 5].map(() => client.auth.me()))).map(({ email }) => email)'
    const answers = await Promise.all([inPage(page, calls), inPage(other, calls)])
    assert.deepEqual(answers.flat(), Array(10).fill('ada@music.example'))
    assert.equal(site.refreshesAtOnce(), 1)
    await page.context().close()
  })

  test('an upload tells of its progress while the bytes go out', async () => {
    const page = await openPage()
    const seen = await inPage(
      page,
      `const told = []
      const file = new File([new Uint8Array(${uploadBytes}).fill(7)], 'dawn.flac', { type: 'audio/flac' })
      const input = { file, filename: file.name, contentType: file.type, purpose: 'music.audio' }
      const stored = await uploadFile(client, { ...input, onProgress: ({ phase, doneBytes }) => told.push([phase, doneBytes]) })
      return { id: stored.id, sending: told.filter(([phase]) => phase === 'sending').map(([, doneBytes]) => doneBytes) }`,
    )
    const { id, sending } = seen as { id: string; sending: number[] }
    assert.equal(id, 'f1')
    assert.equal(sending.at(0), 0)
    assert.equal(sending.at(-1), uploadBytes)
    assert.ok(sending.length > 2, `told ${sending.join(', ')}`)
    const put = site.seenAt('PUT /api/uploads/u1/content').at(-1)
    assert.equal(put?.headers['content-type'], 'audio/flac')
    const sha256 = createHash('sha256')
      .update(put?.body ?? '')
      .digest('hex')
    assert.equal(JSON.parse(String(site.seenAt('POST /api/uploads/sign').at(-1)?.body)).sha256, sha256)
    await page.context().close()
  })

  test('an upload cancelled while the bytes go out is given back', async () => {
    const page = await openPage()
    const reason = await inPage(
      page,
      `const controller = new AbortController()
      const file = new File([new Uint8Array(${uploadBytes})], 'dawn.flac', { type: 'audio/flac' })
      const onProgress = ({ phase, doneBytes }) => phase === 'sending' && doneBytes > 0 && controller.abort(new Error('cancelled'))
      const input = { file, filename: file.name, contentType: file.type, purpose: 'music.audio' }
      return uploadFile(client, { ...input, onProgress, signal: controller.signal }).then(() => 'passed', ({ message }) => message)`,
    )
    assert.equal(reason, 'cancelled')
    assert.equal(site.seenAt('DELETE /api/uploads/u1').length, 1)
    await page.context().close()
  })
})
