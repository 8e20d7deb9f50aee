import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { consoleOrigins } from './config-slices.ts'
import { readConfig } from './kernel/config/config.ts'

const keys = {
  STRIPE_SECRET_KEY: 'sk_test_0123456789',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_0123456789',
  STRIPE_WEBHOOK_SECRET: 'whsec_0123456789abcdef',
}

let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plinth-slices-'))
})
after(() => rm(folder, { recursive: true }))

function originsWith(environment: Readonly<Record<string, string>>) {
  const config = readConfig({ NODE_ENV: 'test', DATA_DIR: folder, ...environment }, { products: [], terminal: false })
  const { scripts, frames, connects } = consoleOrigins(config, { direct: null }, 'altcha')
  return { scripts, frames, connects }
}

test('pages reach for nothing of Stripe without its keys', () => {
  assert.deepEqual(originsWith({}), { scripts: [], frames: [], connects: [] })
})

test('pages send cards to a stand-in on this machine, and load nothing of it', () => {
  const origins = originsWith({ ...keys, STRIPE_API_BASE: 'http://127.0.0.1:4810' })
  assert.deepEqual(origins, { scripts: [], frames: [], connects: ['http://127.0.0.1:4810'] })
})

test('with keys pages show the form of Stripe', () => {
  assert.deepEqual(originsWith(keys), {
    scripts: ['https://js.stripe.com', 'https://*.js.stripe.com'],
    frames: ['https://js.stripe.com', 'https://*.js.stripe.com', 'https://hooks.stripe.com'],
    connects: ['https://api.stripe.com'],
  })
})
