import assert from 'node:assert/strict'
import { createSecretKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { inspect } from 'node:util'
import { loadConfig } from '../server/commands/load-config.ts'
import type { Config } from '../server/kernel/config/config.ts'
import { ConfigError } from '../server/kernel/config/read.ts'
import { secret } from '../server/kernel/config/secret.ts'
import { offlineBus } from '../server/kernel/db/bus.ts'
import { newId } from '../server/kernel/id.ts'
import { createLog } from '../server/kernel/telemetry/create-log.ts'
import { createVault } from '../server/kernel/vault/vault.ts'
import { openProviders } from '../server/platform/secrets/index.ts'
import { watchReferences } from '../server/platform/secrets/references.ts'
import { resolveReference } from '../server/platform/secrets/resolve.ts'
import { sealValue } from '../server/platform/secrets/store/sealing.ts'
import { testDatabase, testOrigin } from './support/database.ts'

const folder = mkdtempSync(join(tmpdir(), 'plinth-load-config-'))
after(() => rmSync(folder, { recursive: true }))
const { log } = createLog({ level: 'silent', format: 'json', version: 'test' }, () => undefined)
const key = randomBytes(32)
const vault = createVault([{ kid: 'e1', key: createSecretKey(key) }])
const database = await testDatabase({
  sources: [{ name: 'secrets', migrations: new URL('../server/platform/secrets/migrations/', import.meta.url) }],
})
after(() => database.close())

const ENVIRONMENT = {
  NODE_ENV: 'test',
  DATA_DIR: join(folder, 'data'),
  DATABASE_URL: database.url,
  ENCRYPTION_KEYS: `e1:${key.toString('base64')}`,
  SESSION_SECRET: randomBytes(32).toString('base64url'),
  SECRETS_DIR: folder,
}
const load = (environment: Record<string, string>): Promise<Config> => loadConfig({ ...ENVIRONMENT, ...environment })
const put = (name: string, value: string): void => writeFileSync(join(folder, name), `${value}\n`, { mode: 0o600 })

async function store(path: string, value: string): Promise<void> {
  const [id, versionId] = [newId<'secret'>(), newId<'secret-version'>()]
  const place = { scope: 'installation', environment: 'test', path, number: 1 }
  await database.db.transaction(testOrigin, async (tx) => {
    const sealed = await sealValue(vault, tx, { ...place, versionId }, secret(value))
    await tx.raw(
      `INSERT INTO secrets.secret (id, environment, path, description, tags, format, latest, created_at, changed_at)
       VALUES ($1, 'test', $2, '', '{}', 'text', 1, now(), now())`,
      [id, path],
    )
    await tx.raw(
      `INSERT INTO secrets.version (id, secret_id, number, value, fingerprint, created_at)
       VALUES ($1, $2, 1, $3, $4, now())`,
      [versionId, id, sealed, randomBytes(32)],
    )
    await tx.raw(`INSERT INTO secrets.stage (secret_id, name, number, since) VALUES ($1, 'current', 1, now())`, [id])
  })
}

async function faultsOf(environment: Record<string, string>): Promise<Record<string, string>> {
  try {
    await load(environment)
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return Object.fromEntries(error.faults.map(({ variable, message }) => [variable, message]))
  }
  return {}
}

describe('a configuration that refers to secrets', () => {
  test('takes them from the database once it is open, and from others by their name', async () => {
    await store('mail/smtp', '{"url":"smtps://u:canary-p@mail.example.com"}')
    put('sid', 'canary-of-twilio')
    const config = await load({
      SECRETS_PROVIDER: 'database,file',
      SMTP_URL: 'secret:mail/smtp#url',
      TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: 'file:sid',
      TWILIO_FROM: '+15005550006',
    })
    assert.equal(
      config.mail.carrier?.kind === 'smtp' && config.mail.carrier.url.reveal(),
      'smtps://u:canary-p@mail.example.com',
    )
    assert.equal(config.sms.twilio?.authToken.reveal(), 'canary-of-twilio')
    assert.deepEqual(
      config.references.map(({ variable, reference, renewable }) => [variable, reference, renewable]),
      [
        ['SMTP_URL', 'secret:mail/smtp#url', true],
        ['TWILIO_AUTH_TOKEN', 'file:sid', true],
      ],
    )
    assert.doesNotMatch(inspect(config, { depth: 9, showHidden: true }) + JSON.stringify(config.references), /canary/)
  })

  test('opens the database by what is kept outside of it', async () => {
    put('database-url', database.url)
    await store('metrics', 'token-of-the-metrics')
    const given = {
      SECRETS_PROVIDER: 'database,file',
      DATABASE_URL: 'file:database-url',
      METRICS_TOKEN: 'secret:metrics',
    }
    const config = await load(given)
    assert.equal(config.database.url?.reveal(), database.url)
    assert.equal(config.telemetry.metricsToken?.reveal(), 'token-of-the-metrics')
  })

  test('takes signing keys from a provider, one as a whole set, and tells none of them', async () => {
    const pem = () =>
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    const [first, second, single] = [pem(), pem(), pem()]
    const set = [
      { kid: 'new', privateKeyPem: first, active: true },
      { kid: 'old', privateKeyPem: second, active: false },
    ]
    put('jwt-keys', JSON.stringify(set))
    const rotated = await load({ SECRETS_PROVIDER: 'file', JWT_KEYS: 'file:jwt-keys' })
    assert.deepEqual(
      rotated.keys.signing.map(({ kid, active, privateKeyPem }) => [kid, active, privateKeyPem.reveal()]),
      set.map(({ kid, active, privateKeyPem }) => [kid, active, privateKeyPem]),
    )
    assert.equal(rotated.references[0]?.reference, 'file:jwt-keys')
    await store('jwt', single)
    const alone = await load({ SECRETS_PROVIDER: 'database,file', JWT_PRIVATE_KEY: 'secret:jwt' })
    assert.deepEqual(
      alone.keys.signing.map(({ active, privateKeyPem }) => [active, privateKeyPem.reveal().trim()]),
      [[true, single.trim()]],
    )
    const bodyOf = (text: string): string => text.split('\n')[1] ?? ''
    for (const text of [
      inspect(rotated, { depth: 9, showHidden: true }),
      inspect(alone, { depth: 9, showHidden: true }),
    ])
      for (const one of [first, second, single]) assert.equal(text.includes(bodyOf(one)), false)
    put('jwt-keys', 'no keys')
    const faults = await faultsOf({ SECRETS_PROVIDER: 'file', JWT_KEYS: 'file:jwt-keys' })
    assert.deepEqual(Object.keys(faults), ['JWT_KEYS'])
  })

  test('is told every fault at once, those of secrets with the others', async () => {
    const faults = await faultsOf({
      PORT: '70000',
      DATABASE_URL: 'secret:database/url',
      SMTP_URL: 'secret:mail/smtp',
      METRICS_TOKEN: 'vault:metrics',
      VAULT_TOKEN: 'secret:vault',
    })
    assert.match(faults.PORT ?? '', /whole number/)
    assert.match(faults.DATABASE_URL ?? '', /^secret:database\/url: is needed to open the database/)
    assert.match(faults.SMTP_URL ?? '', /not looked up until the others are mended/)
    assert.match(faults.METRICS_TOKEN ?? '', /vault is not in SECRETS_PROVIDER/)
    assert.match(faults.VAULT_TOKEN ?? '', /what secrets are fetched with/)
    assert.match((await faultsOf({ SMTP_URL: 'secret:mail/absent' })).SMTP_URL ?? '', /There is no such secret/)
    assert.match((await faultsOf({ SMTP_URL: 'secret:metrics' })).SMTP_URL ?? '', /^is a URL that starts with smtp/)
    assert.match(
      (await faultsOf({ SECRETS_PROVIDER: 'file', SMTP_URL: 'secret:../x' })).SMTP_URL ?? '',
      /a path is words/,
    )
  })

  test('uses a renewed secret at once where it is read at each use, and asks for a restart elsewhere', async () => {
    put('smtp', 'smtp://127.0.0.1:2525')
    put('metrics', 'metrics-token-one')
    const config = await load({ SECRETS_PROVIDER: 'file', SMTP_URL: 'secret:smtp', METRICS_TOKEN: 'secret:metrics' })
    const outside = await openProviders(config.secretProviders)
    const [chosen] = outside
    assert.ok(chosen)
    const resolve = (reference: string) => resolveReference({ chosen, all: outside }, reference)
    const configured = { outside, chosen: chosen.name, references: config.references }
    const watch = watchReferences(configured, resolve, { bus: offlineBus(), log })
    const told = async () => (await watch.health.run(AbortSignal.timeout(1000))).observed
    const url = () => (config.mail.carrier?.kind === 'smtp' ? config.mail.carrier.url.reveal() : null)
    await watch.refresh()
    assert.equal(await told(), '2 variables take their value from secrets')
    put('smtp', 'smtp://127.0.0.1:2526')
    await watch.refresh()
    assert.deepEqual([url(), await told()], ['smtp://127.0.0.1:2526', '2 variables take their value from secrets'])
    put('smtp', 'http://127.0.0.1')
    put('metrics', 'metrics-token-two')
    await watch.refresh()
    assert.equal(url(), 'smtp://127.0.0.1:2526')
    assert.equal(config.telemetry.metricsToken?.reveal(), 'metrics-token-one')
    assert.match(
      await told(),
      /restart to take the new version of METRICS_TOKEN; the new value of SMTP_URL is not used/,
    )
    rmSync(join(folder, 'smtp'))
    await watch.refresh()
    assert.match(await told(), /SMTP_URL stays as it was: There is no such secret/)
    watch.stop()
  })
})
