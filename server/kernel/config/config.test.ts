import assert from 'node:assert/strict'
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { inspect } from 'node:util'
import { type Config, readConfig } from './config.ts'
import { environmentDocument, environmentExample } from './document.ts'
import { ConfigError } from './read.ts'
import { VARIABLES } from './variables.ts'

const folder = mkdtempSync(join(tmpdir(), 'plinth-config-'))
after(() => rmSync(folder, { recursive: true }))

const pem = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString()
const otherCurve = generateKeyPairSync('ec', { namedCurve: 'P-384' })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString()
const aesKey = randomBytes(32).toString('base64')

const PRODUCTION = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://plinth.example.com',
  DATABASE_URL: 'postgres://plinth:canary-in-url@db.example.com/plinth',
  SESSION_SECRET: `canary-${randomBytes(32).toString('base64url')}`,
  JWT_PRIVATE_KEY: pem,
  ENCRYPTION_KEYS: `e1:${aesKey}`,
  SMTP_URL: 'smtps://mailer:canary-in-smtp@mail.example.com:465',
  METRICS_TOKEN: 'canary-of-metrics-0123456789',
}

const read = (environment: Record<string, string>): Config =>
  readConfig({ DATA_DIR: folder, ...environment }, { products: ['music', 'agency'], terminal: false })

function faultsOf(environment: Record<string, string>): string[] {
  try {
    read(environment)
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return error.faults.map(({ variable, message }) => `${variable}: ${message}`)
  }
  return []
}

describe('a configuration', () => {
  test('needs nothing outside production, and keeps the keys that it makes, readable by the owner only', () => {
    const dataDir = mkdtempSync(join(folder, 'own-'))
    const first = read({ DATA_DIR: dataDir })
    const second = read({ DATA_DIR: dataDir })
    assert.equal(first.mode, 'development')
    assert.deepEqual([...first.keys.generated].sort(), ['ENCRYPTION_KEYS', 'JWT_PRIVATE_KEY', 'SESSION_SECRET'])
    assert.equal(first.keys.sessionSecret.reveal(), second.keys.sessionSecret.reveal())
    assert.deepEqual(first.keys.encryption, second.keys.encryption)
    for (const file of readdirSync(join(dataDir, 'keys')))
      assert.equal(statSync(join(dataDir, 'keys', file)).mode & 0o777, 0o600, file)
    assert.equal(statSync(join(dataDir, 'keys')).mode & 0o777, 0o700)
  })

  test('is told every fault at once', () => {
    const faults = faultsOf({
      NODE_ENV: 'prod',
      PORT: '70000',
      PUBLIC_URL: 'https://user:pw@plinth.example.com/path?x#y',
      DATABASE_URL: 'mysql://db',
      DATABASE_POOL_MAX: '1',
      DATABASE_PREPARED: 'maybe',
      ALLOWED_ORIGINS: 'https://app.example.com/, *',
      TRUSTED_PROXIES: '10.0.0.0/8, 10.0.0.0/33, proxy.local, ::/129',
      PRODUCTS: 'music,podcasts',
      SESSION_SECRET: 'short',
      ENCRYPTION_KEYS: 'e1:c2hvcnQ=',
      JWT_PRIVATE_KEY: 'no key',
      ADMIN_EMAIL: 'a@b.example',
      LOG_LEVEL: 'loud',
    })
    const variables = faults.map((fault) => fault.split(':')[0])
    assert.deepEqual(variables.toSorted(), [
      'ADMIN_PASSWORD',
      'ALLOWED_ORIGINS',
      'ALLOWED_ORIGINS',
      'DATABASE_POOL_MAX',
      'DATABASE_PREPARED',
      'DATABASE_URL',
      'ENCRYPTION_KEYS',
      'JWT_PRIVATE_KEY',
      'LOG_LEVEL',
      'NODE_ENV',
      'PORT',
      'PRODUCTS',
      'PUBLIC_URL',
      'SESSION_SECRET',
      'TRUSTED_PROXIES',
      'TRUSTED_PROXIES',
      'TRUSTED_PROXIES',
    ])
  })

  test('is complete for production with these variables', () => {
    assert.deepEqual(faultsOf(PRODUCTION), [])
    const config = read(PRODUCTION)
    assert.deepEqual(
      [config.server.host, config.server.shutdownAnnounceMs, config.demo, config.server.portMayMove],
      ['0.0.0.0', 3000, false, false],
    )
  })

  const refusals: readonly (readonly [name: string, change: Record<string, string>, fault: RegExp])[] = [
    ['without a session secret', { SESSION_SECRET: '' }, /SESSION_SECRET: production brings its own/],
    ['without a signing key', { JWT_PRIVATE_KEY: '' }, /JWT_PRIVATE_KEY: production brings its own/],
    ['without encryption keys', { ENCRYPTION_KEYS: '' }, /ENCRYPTION_KEYS: production brings its own/],
    ['without its own address', { PUBLIC_URL: '' }, /PUBLIC_URL: production names where/],
    ['without TLS', { PUBLIC_URL: 'http://plinth.example.com' }, /PUBLIC_URL: production is reached by https/],
    ['with demo data', { DEMO: 'true' }, /DEMO: demo data is refused/],
    ['without limits', { RATE_LIMITS: 'off' }, /RATE_LIMITS: limits stay on/],
    ['with a short session secret', { SESSION_SECRET: 'a'.repeat(31) }, /SESSION_SECRET: has at least 32/],
    [
      'with a session secret of one word repeated',
      { SESSION_SECRET: 'secret'.repeat(10) },
      /SESSION_SECRET: has at least 10 different/,
    ],
    [
      'with a key on another curve',
      { JWT_PRIVATE_KEY: otherCurve },
      /JWT_PRIVATE_KEY: key k1 is not an EC key on P-256/,
    ],
    [
      'with two keys of one name',
      { ENCRYPTION_KEYS: `e1:${aesKey},e1:${aesKey}` },
      /ENCRYPTION_KEYS: names the key e1 twice/,
    ],
    ['with a metrics token that can be guessed', { METRICS_TOKEN: 'short' }, /METRICS_TOKEN: has at least 16/],
  ]
  for (const [name, change, fault] of refusals) {
    test(`is refused for production ${name}`, () =>
      assert.match(faultsOf({ ...PRODUCTION, ...change }).join('\n'), fault))
  }

  test('lets Redis carry jobs only when told so and when there is one', () => {
    const url = 'redis://127.0.0.1:6379/2'
    assert.equal(read({ REDIS_URL: url }).jobsRedisUrl, null)
    assert.equal(read({ REDIS_URL: url, JOBS_CARRIER: 'bullmq' }).jobsRedisUrl?.reveal(), url)
    assert.deepEqual(faultsOf({ JOBS_CARRIER: 'bullmq' }), [
      'REDIS_URL: is what JOBS_CARRIER=bullmq carries jobs by; give it, or leave JOBS_CARRIER out',
    ])
    assert.match(faultsOf({ JOBS_CARRIER: 'rabbitmq' }).join(), /JOBS_CARRIER: .*pg-boss, bullmq/)
  })

  test('demands a second factor of administrators in production, and of whom it is told', () => {
    assert.deepEqual(read({}).identity.mfaRequiredRoles, [])
    assert.deepEqual(read(PRODUCTION).identity.mfaRequiredRoles, ['administrator'])
    assert.deepEqual(read({ ...PRODUCTION, MFA_REQUIRED_ROLES: 'none' }).identity.mfaRequiredRoles, [])
    const named = read({ MFA_REQUIRED_ROLES: 'reviewer, administrator' })
    assert.deepEqual(named.identity.mfaRequiredRoles, ['reviewer', 'administrator'])
  })

  test('takes signing keys as a list for rotation, one of them active', () => {
    const keys = (...entries: object[]): Record<string, string> => ({ JWT_KEYS: JSON.stringify(entries) })
    const config = read(
      keys({ kid: 'a', privateKeyPem: pem, active: true }, { kid: 'b', privateKeyPem: pem, active: false }),
    )
    assert.deepEqual(
      config.keys.signing.map(({ kid, active }) => [kid, active]),
      [
        ['a', true],
        ['b', false],
      ],
    )
    for (const wrong of [
      keys(),
      keys({ kid: 'a' }),
      keys({ kid: 'a', privateKeyPem: pem, active: false }),
      { JWT_KEYS: '{' },
      keys({ kid: 'a', privateKeyPem: pem, active: true }, { kid: 'a', privateKeyPem: pem }),
    ])
      assert.ok(
        faultsOf(wrong).some((fault) => fault.startsWith('JWT_KEYS')),
        JSON.stringify(wrong),
      )
  })

  test('takes every variable from a file as well, but not from both', () => {
    const path = join(folder, 'secret-file')
    writeFileSync(path, `${PRODUCTION.SESSION_SECRET}\n`)
    assert.equal(read({ SESSION_SECRET_FILE: path }).keys.sessionSecret.reveal(), PRODUCTION.SESSION_SECRET)
    assert.match(
      faultsOf({ SESSION_SECRET: 'x'.repeat(40), SESSION_SECRET_FILE: path }).join(),
      /SESSION_SECRET: is set twice/,
    )
    assert.match(
      faultsOf({ SESSION_SECRET_FILE: join(folder, 'absent') }).join(),
      /SESSION_SECRET_FILE: cannot be read: ENOENT/,
    )
  })

  test('shows no secret however it is printed', () => {
    const config = read(PRODUCTION)
    const prints = [
      inspect(config, { depth: 9, showHidden: true }),
      JSON.stringify({ ...config, keys: { ...config.keys, encryption: [] } }),
      String(config.keys.sessionSecret),
      `${config.mail.carrier?.kind === 'smtp' ? config.mail.carrier.url : ''}`,
    ]
    for (const print of prints) assert.doesNotMatch(print, /canary/)
  })

  test('shows no secret in its faults', () => {
    const wrong = {
      ...PRODUCTION,
      DATABASE_URL: 'mysql://a:canary@b',
      SMTP_URL: 'http://canary',
      SESSION_SECRET: 'canary',
      JWT_PRIVATE_KEY: 'canary',
      ENCRYPTION_KEYS: 'canary',
      ADMIN_PASSWORD: 'canary',
      METRICS_TOKEN: 'canary',
    }
    const faults = faultsOf(wrong)
    assert.ok(faults.length >= 7, faults.join('\n'))
    assert.doesNotMatch(faults.join('\n'), /canary/)
  })

  test('is frozen', () => assert.throws(() => Object.assign(read({}), { mode: 'test' }), TypeError))
})

test('the documents name every variable, and those of the repository are up to date', () => {
  const root = new URL('../../../', import.meta.url)
  for (const name of Object.keys(VARIABLES)) {
    assert.match(environmentDocument(), new RegExp(`\\| \`${name}\` \\|`))
    assert.match(environmentExample(), new RegExp(`^#${name}=`, 'm'))
  }
  assert.equal(readFileSync(new URL('contract/env.md', root), 'utf8'), environmentDocument())
  assert.equal(readFileSync(new URL('.env.example', root), 'utf8'), environmentExample())
})
