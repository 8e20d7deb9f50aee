import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readCaptcha, readCaptchaBases } from './captcha.ts'
import { type Environment, RawValues } from './read.ts'

function read(environment: Environment) {
  const raw = new RawValues(environment)
  const settings = readCaptcha(raw, readCaptchaBases(raw))
  return { settings, faults: raw.faults.map(({ variable }) => variable) }
}

describe('captcha settings', () => {
  test('without any the built-in proof of work is asked for', () => {
    assert.deepEqual(read({}), { settings: { provider: 'altcha' }, faults: [] })
    assert.deepEqual(read({ CAPTCHA_PROVIDER: 'altcha', TURNSTILE_SECRET_KEY: 's' }).settings, { provider: 'altcha' })
  })

  test('the service whose keys are given is asked, at its own address or the one given', () => {
    const { settings, faults } = read({ TURNSTILE_SITE_KEY: 'site', TURNSTILE_SECRET_KEY: 'secret' })
    assert.ok(settings.provider === 'turnstile')
    assert.deepEqual(
      [settings.siteKey, settings.secretKey.reveal(), settings.apiBase.href, faults],
      ['site', 'secret', 'https://challenges.cloudflare.com/', []],
    )
    const other = read({
      HCAPTCHA_SITE_KEY: 'site',
      HCAPTCHA_SECRET_KEY: 'secret',
      HCAPTCHA_API_BASE: 'http://127.0.0.1:9',
    }).settings
    assert.ok(other.provider === 'hcaptcha')
    assert.equal(other.apiBase.port, '9')
  })

  test('half a pair of keys and a secret sent in the clear are faults', () => {
    assert.deepEqual(read({ CAPTCHA_PROVIDER: 'turnstile' }).faults, ['TURNSTILE_SITE_KEY', 'TURNSTILE_SECRET_KEY'])
    assert.deepEqual(read({ HCAPTCHA_SECRET_KEY: 'secret' }).faults, ['HCAPTCHA_SITE_KEY'])
    const open = { HCAPTCHA_SITE_KEY: 's', HCAPTCHA_SECRET_KEY: 's', HCAPTCHA_API_BASE: 'http://captcha.example' }
    assert.deepEqual(read(open).faults, ['HCAPTCHA_API_BASE'])
  })
})
