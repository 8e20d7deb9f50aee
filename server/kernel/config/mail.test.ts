import assert from 'node:assert/strict'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { inspect } from 'node:util'
import { readConfig } from './config.ts'
import { ConfigError } from './read.ts'

const folder = mkdtempSync(join(tmpdir(), 'plinth-config-mail-'))
after(() => rmSync(folder, { recursive: true }))

const read = (environment: Record<string, string>) =>
  readConfig({ DATA_DIR: folder, ...environment }, { products: [], terminal: false }).mail

function faultsOf(environment: Record<string, string>): string {
  try {
    read(environment)
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    assert.doesNotMatch(error.message, /canary/)
    return error.faults.map(({ variable }) => variable).join(' ')
  }
  return ''
}

const publicKeyOf = (namedCurve: string): string =>
  generateKeyPairSync('ec', { namedCurve }).publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
const webhookSecret = `whsec_${randomBytes(24).toString('base64')}`

test('mail has one way out, or stays here', () => {
  assert.equal(read({}).carrier, null)
  assert.equal(read({ SMTP_URL: 'smtps://mail.example.com' }).carrier?.kind, 'smtp')
  const resend = read({ RESEND_API_KEY: 'canary' }).carrier
  assert.ok(resend?.kind === 'resend' && resend.apiBase.href === 'https://api.resend.com/')
  const european = { SENDGRID_API_KEY: 'canary', SENDGRID_API_BASE: 'https://api.eu.sendgrid.com' }
  const sendgrid = read(european).carrier
  assert.ok(sendgrid?.kind === 'sendgrid' && sendgrid.apiBase.host === 'api.eu.sendgrid.com')
  assert.equal(sendgrid.apiKey.reveal(), 'canary')
  assert.doesNotMatch(inspect(sendgrid, { depth: 9 }) + JSON.stringify(sendgrid), /canary/)
})

test('keys that reports are checked by are read', () => {
  const { reportKeys } = read({
    RESEND_WEBHOOK_SECRET: webhookSecret,
    SENDGRID_WEBHOOK_PUBLIC_KEY: publicKeyOf('prime256v1'),
  })
  assert.equal(reportKeys.resend?.reveal(), webhookSecret)
  assert.equal(reportKeys.sendgrid?.asymmetricKeyDetails?.namedCurve, 'prime256v1')
  assert.deepEqual(read({}).reportKeys, { resend: null, sendgrid: null })
})

const returnPath = { MAIL_RETURN_PATH: 'bounces+{token}@example.com', MAIL_RETURN_SECRET: 'canary'.repeat(6) }

test('bounces by mail have an address and a secret', () => {
  const { returned } = read({ SMTP_URL: 'smtps://mail.example.com', ...returnPath })
  assert.deepEqual(
    [returned?.address, returned?.secret.reveal()],
    [returnPath.MAIL_RETURN_PATH, returnPath.MAIL_RETURN_SECRET],
  )
  assert.equal(read({}).returned, null)
})

test('faults are told, each by its variable', () => {
  const smtp = { SMTP_URL: 'smtps://mail.example.com' }
  const ways = { SMTP_URL: 'smtps://mail.example.com', RESEND_API_KEY: 'canary', SENDGRID_API_KEY: 'canary' }
  assert.equal(faultsOf(ways), 'RESEND_API_KEY SENDGRID_API_KEY')
  assert.equal(faultsOf({ ...ways, RESEND_API_KEY: '' }), 'SENDGRID_API_KEY')
  for (const [change, faults] of [
    [{ RESEND_API_BASE: 'http://api.resend.example' }, 'RESEND_API_BASE'],
    [{ SENDGRID_API_BASE: 'http://api.sendgrid.example' }, 'SENDGRID_API_BASE'],
    [{ RESEND_API_BASE: 'http://127.0.0.1:9' }, ''],
    [{ RESEND_WEBHOOK_SECRET: 'whsec_canary' }, 'RESEND_WEBHOOK_SECRET'],
    [{ SENDGRID_WEBHOOK_PUBLIC_KEY: 'canary' }, 'SENDGRID_WEBHOOK_PUBLIC_KEY'],
    [{ SENDGRID_WEBHOOK_PUBLIC_KEY: publicKeyOf('secp384r1') }, 'SENDGRID_WEBHOOK_PUBLIC_KEY'],
    [returnPath, 'MAIL_RETURN_PATH'],
    [{ ...smtp, MAIL_RETURN_PATH: returnPath.MAIL_RETURN_PATH }, 'MAIL_RETURN_SECRET'],
    [{ ...smtp, MAIL_RETURN_SECRET: returnPath.MAIL_RETURN_SECRET }, 'MAIL_RETURN_PATH'],
    [{ ...smtp, ...returnPath, MAIL_RETURN_PATH: 'bounces@example.com' }, 'MAIL_RETURN_PATH'],
    [{ ...smtp, ...returnPath, MAIL_RETURN_PATH: 'bounces@{token}.example.com' }, 'MAIL_RETURN_PATH'],
    [{ ...smtp, ...returnPath, MAIL_RETURN_PATH: 'returned-mail+{token}@example.com' }, 'MAIL_RETURN_PATH'],
    [{ ...smtp, ...returnPath, MAIL_RETURN_PATH: '{token}{token}@example.com' }, 'MAIL_RETURN_PATH'],
  ] as const)
    assert.equal(faultsOf(change), faults, JSON.stringify(change))
})
