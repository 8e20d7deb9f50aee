import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { inspect } from 'node:util'
import { readConfig } from './config.ts'
import { ConfigError } from './read.ts'

const folder = mkdtempSync(join(tmpdir(), 'plinth-config-payments-'))
after(() => rmSync(folder, { recursive: true }))

const read = (environment: Record<string, string>) =>
  readConfig({ DATA_DIR: folder, ...environment }, { products: [], terminal: false }).payments

/** Names of the variables at fault, those of payments only. */
function faultsOf(environment: Record<string, string>): string {
  try {
    read(environment)
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    const names = error.faults.map(({ variable }) => variable)
    return names.filter((name) => /^(STRIPE|PAYPAL|MPESA)_/.test(name)).join(' ')
  }
  return ''
}

const STRIPE = {
  STRIPE_SECRET_KEY: 'sk_test_canary0123456789',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_0123456789abc',
  STRIPE_WEBHOOK_SECRET: 'whsec_canary0123456789abc, whsec_canary9876543210abc',
}
const PAYPAL = {
  PAYPAL_CLIENT_ID: 'app',
  PAYPAL_CLIENT_SECRET: 'canary-of-paypal',
  PAYPAL_WEBHOOK_ID: '1JE4291016473214C',
}
const MPESA = {
  MPESA_CONSUMER_KEY: 'canary-key',
  MPESA_CONSUMER_SECRET: 'canary-secret',
  MPESA_SHORTCODE: '174379',
  MPESA_PASSKEY: 'canary-passkey',
  MPESA_CALLBACK_SECRET: 'canary'.repeat(6),
}
const PRODUCTION = { NODE_ENV: 'production' }
const LIVE = {
  ...STRIPE,
  STRIPE_SECRET_KEY: 'sk_live_canary0123456789',
  STRIPE_PUBLISHABLE_KEY: 'pk_live_0123456789abc',
}

test('accounts are read whole, and their secrets are not printed', () => {
  const { stripe, paypal, mpesa } = read({
    ...STRIPE,
    ...PAYPAL,
    ...MPESA,
    MPESA_ALLOWED_IPS: '196.201.214.0/24',
  })
  assert.equal(stripe?.webhookSecrets.length, 2)
  assert.equal(paypal?.apiBase.href, 'https://api-m.paypal.com/')
  assert.equal(mpesa?.allowedIps?.check('196.201.214.7'), true)
  assert.doesNotMatch(
    inspect({ stripe, paypal, mpesa }, { depth: 9 }) + JSON.stringify({ stripe, paypal, mpesa }),
    /canary/,
  )
})

test('without accounts nothing is offered', () => {
  const { stripe, paypal, mpesa } = read({})
  assert.deepEqual([stripe, paypal, mpesa], [null, null, null])
})

test('a part of an account names what lacks', () => {
  assert.equal(
    faultsOf({ STRIPE_SECRET_KEY: STRIPE.STRIPE_SECRET_KEY }),
    'STRIPE_PUBLISHABLE_KEY STRIPE_WEBHOOK_SECRET',
  )
  assert.equal(faultsOf({ PAYPAL_CLIENT_ID: 'app' }), 'PAYPAL_CLIENT_SECRET PAYPAL_WEBHOOK_ID')
  const { MPESA_PASSKEY, ...more } = MPESA
  assert.equal(faultsOf(more), 'MPESA_PASSKEY')
})

test('a value of another form is refused', () => {
  assert.equal(faultsOf({ ...STRIPE, STRIPE_PUBLISHABLE_KEY: STRIPE.STRIPE_SECRET_KEY }), 'STRIPE_PUBLISHABLE_KEY')
  assert.equal(faultsOf({ ...STRIPE, STRIPE_PUBLISHABLE_KEY: 'pk_live_0123456789abc' }), 'STRIPE_PUBLISHABLE_KEY')
  assert.equal(faultsOf({ ...STRIPE, STRIPE_SECRET_KEY: 'pk_test_0123456789abc' }), 'STRIPE_SECRET_KEY')
  assert.equal(
    faultsOf({ ...STRIPE, STRIPE_WEBHOOK_SECRET: 'whsec_canary0123456789abc,secret' }),
    'STRIPE_WEBHOOK_SECRET',
  )
  assert.equal(faultsOf({ ...STRIPE, STRIPE_API_BASE: 'http://api.example.com' }), 'STRIPE_API_BASE')
  assert.equal(
    faultsOf({ ...MPESA, MPESA_SHORTCODE: '12', MPESA_ALLOWED_IPS: '1.2.3.4/33' }),
    'MPESA_ALLOWED_IPS MPESA_SHORTCODE',
  )
  assert.equal(faultsOf({ ...MPESA, MPESA_CALLBACK_SECRET: 'short' }), 'MPESA_CALLBACK_SECRET MPESA_CALLBACK_SECRET')
})

test('play money is refused in production, and taken where APP_ENV says another environment', () => {
  assert.equal(faultsOf({ ...PRODUCTION, ...STRIPE }), 'STRIPE_SECRET_KEY')
  assert.equal(
    faultsOf({ ...PRODUCTION, ...PAYPAL, PAYPAL_API_BASE: 'https://api-m.sandbox.paypal.com' }),
    'PAYPAL_API_BASE',
  )
  assert.equal(faultsOf({ ...PRODUCTION, ...MPESA, MPESA_API_BASE: 'http://127.0.0.1:4000' }), 'MPESA_API_BASE')
  assert.equal(faultsOf({ ...PRODUCTION, ...LIVE, ...PAYPAL, ...MPESA }), '')
  assert.equal(faultsOf({ ...PRODUCTION, APP_ENV: 'staging', ...STRIPE }), '')
})
