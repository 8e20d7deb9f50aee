import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fastify from 'fastify'
import { type ConsoleOrigins, registerConsole } from './console-files.ts'

async function policyWith(origins: ConsoleOrigins): Promise<Map<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'plinth-console-'))
  try {
    await mkdir(join(folder, 'assets'))
    await writeFile(join(folder, 'index.html'), '<!doctype html>')
    const app = fastify()
    registerConsole(app, folder, () => origins)
    const answer = await app.inject('/')
    await app.close()
    const policy = String(answer.headers['content-security-policy'])
    return new Map(policy.split('; ').map((line) => [line.split(' ', 1)[0] ?? '', line.slice(line.indexOf(' ') + 1)]))
  } finally {
    await rm(folder, { recursive: true })
  }
}

test('pages connect to our own origin alone unless others are named', async () => {
  const policy = await policyWith({})
  assert.equal(policy.get('connect-src'), "'self'")
  assert.equal(policy.get('frame-src'), "'self'")
})

test('a store that takes uploads may be connected to, and shows no script and no frame', async () => {
  const policy = await policyWith({ connects: ['https://store.example'], embeds: ['https://captcha.example'] })
  assert.equal(policy.get('connect-src'), "'self' https://captcha.example https://store.example")
  for (const name of ['script-src', 'style-src', 'frame-src', 'default-src'])
    assert.doesNotMatch(policy.get(name) ?? '', /store\.example/, name)
  assert.equal(policy.get('frame-src'), "'self' https://captcha.example")
})

test('a card form runs its script and shows its frames, and brings no styles', async () => {
  const policy = await policyWith({ scripts: ['https://card.example'], frames: ['https://frame.example'] })
  assert.equal(policy.get('script-src'), "'self' https://card.example")
  assert.equal(policy.get('frame-src'), "'self' https://frame.example")
  for (const name of ['style-src', 'connect-src', 'default-src'])
    assert.doesNotMatch(policy.get(name) ?? '', /card\.example|frame\.example/, name)
})
