import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { inspect } from 'node:util'
import { readConfig } from './config.ts'
import { ConfigError } from './read.ts'

const folder = mkdtempSync(join(tmpdir(), 'plinth-config-sms-'))
after(() => rmSync(folder, { recursive: true }))

const read = (environment: Record<string, string>) =>
  readConfig({ DATA_DIR: folder, ...environment }, { products: [], terminal: false }).sms

function faultsOf(environment: Record<string, string>): string {
  try {
    read(environment)
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return error.faults.map(({ variable }) => variable).join(' ')
  }
  return ''
}

const ACCOUNT = {
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'canary-of-twilio',
  TWILIO_FROM: '+15005550006',
}

test('an account is read whole, and its token is not printed', () => {
  assert.equal(read({}).twilio, null)
  const { twilio, countries, countryHourlyMax } = read({ ...ACCOUNT, SMS_COUNTRIES: '49, !4990' })
  assert.equal(twilio?.apiBase.href, 'https://api.twilio.com/')
  assert.equal(twilio.authToken.reveal(), 'canary-of-twilio')
  assert.doesNotMatch(inspect(twilio, { depth: 9 }) + JSON.stringify(twilio), /canary/)
  assert.deepEqual([countries, countryHourlyMax], [['49', '!4990'], 200])
})

test('faults are told, each by its variable', () => {
  for (const [change, faults] of [
    [{ TWILIO_FROM: '' }, 'TWILIO_FROM'],
    [{ TWILIO_AUTH_TOKEN: '', TWILIO_ACCOUNT_SID: '' }, 'TWILIO_ACCOUNT_SID TWILIO_AUTH_TOKEN'],
    [{ TWILIO_ACCOUNT_SID: 'AC12' }, 'TWILIO_ACCOUNT_SID'],
    [{ TWILIO_FROM: '015005550006' }, 'TWILIO_FROM'],
    [{ TWILIO_FROM: 'a name of twelve' }, 'TWILIO_FROM'],
    [{ TWILIO_API_BASE: 'http://api.twilio.example' }, 'TWILIO_API_BASE'],
    [{ SMS_COUNTRIES: '49,DE' }, 'SMS_COUNTRIES'],
    [{ SMS_COUNTRY_HOURLY_MAX: '0' }, 'SMS_COUNTRY_HOURLY_MAX'],
  ] as const)
    assert.equal(faultsOf({ ...ACCOUNT, ...change }), faults, JSON.stringify(change))
  for (const change of [{ TWILIO_FROM: 'Plinth' }, { TWILIO_API_BASE: 'http://127.0.0.1:9' }])
    assert.equal(faultsOf({ ...ACCOUNT, ...change }), '')
})
