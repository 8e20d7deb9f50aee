import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { type Config, readConfig } from './config.ts'
import { ConfigError } from './read.ts'
import { newSigningKey } from './signing-keys.ts'

const folder = mkdtempSync(join(tmpdir(), 'plinth-keys-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const ec = newSigningKey('ES256')
const rsa = newSigningKey('RS256')
const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ type: 'pkcs8', format: 'pem' })
const edwards = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' })

const read = (environment: Record<string, string>, dataDir = folder): Config =>
  readConfig({ NODE_ENV: 'test', DATA_DIR: dataDir, ...environment }, { products: [], terminal: false })

function faultsOf(environment: Record<string, string>): string[] {
  try {
    read(environment)
    return []
  } catch (error) {
    assert.ok(error instanceof ConfigError)
    return error.faults.map(({ variable, message }) => `${variable}: ${message}`)
  }
}

const set = (...keys: object[]) => ({ JWT_KEYS: JSON.stringify(keys) })
const kms = { KMS_UNWRAP_URL: 'https://kms.example/open', KMS_UNWRAP_TOKEN: 'a token of the service' }

describe('signing keys of the configuration', () => {
  test('keys of both algorithms stand beside each other', () => {
    const { keys } = read(
      set({ kid: 'new', privateKeyPem: rsa, active: true }, { kid: 'old', privateKeyPem: ec, active: false }),
    )
    assert.deepEqual(
      keys.signing.map(({ kid, active }) => [kid, active]),
      [
        ['new', true],
        ['old', false],
      ],
    )
  })

  const refused: readonly [name: string, environment: Record<string, string>, fault: string][] = [
    [
      'a short RSA key',
      { JWT_PRIVATE_KEY: String(weak) },
      'JWT_PRIVATE_KEY: key k1 is an RSA key of 1024 bits; 2048 are the least',
    ],
    [
      'a key of another kind',
      { JWT_PRIVATE_KEY: String(edwards) },
      'JWT_PRIVATE_KEY: key k1 is not an EC key on P-256, nor an RSA key',
    ],
    [
      'an active key that does not fit the algorithm',
      { ...set({ kid: 'a', privateKeyPem: ec, active: true }), SIGNING_ALGORITHM: 'RS256' },
      'JWT_KEYS: key a signs with ES256, and SIGNING_ALGORITHM says RS256',
    ],
    ['another algorithm', { SIGNING_ALGORITHM: 'HS256' }, 'SIGNING_ALGORITHM: is one of ES256, RS256'],
    [
      'a kid that no path can hold',
      set({ kid: '../a', privateKeyPem: ec, active: true }),
      'JWT_KEYS: each key has kid (letters, digits, . _ -) and either privateKeyPem or wrappedKey',
    ],
    [
      'a wrapped key nobody opens',
      set({ kid: 'a', wrappedKey: 'x', active: true }),
      'JWT_KEYS: a wrappedKey needs KMS_UNWRAP_URL',
    ],
    [
      'a service without its token',
      { KMS_UNWRAP_URL: kms.KMS_UNWRAP_URL },
      'KMS_UNWRAP_TOKEN: goes together with its pair',
    ],
    [
      'a service in the clear',
      { ...kms, KMS_UNWRAP_URL: 'http://kms.example/open' },
      'KMS_UNWRAP_URL: is reached by https',
    ],
  ]
  for (const [name, environment, fault] of refused) {
    test(`${name} is refused`, () => assert.ok(faultsOf(environment).includes(fault), faultsOf(environment).join('\n')))
  }

  test('an older key of the other algorithm is no fault', () => {
    const keys = set({ kid: 'new', privateKeyPem: rsa, active: true }, { kid: 'old', privateKeyPem: ec })
    assert.deepEqual(faultsOf({ ...keys, SIGNING_ALGORITHM: 'RS256' }), [])
  })

  test('a wrapped key may be the active one', () => {
    const { keys } = read({ ...set({ kid: 'a', wrappedKey: 'sealed', active: true }), ...kms })
    assert.deepEqual(keys.wrapped, [{ kid: 'a', ciphertext: 'sealed', active: true }])
    assert.deepEqual(keys.signing, [])
  })

  test('a generated key is of the chosen algorithm, kept, and readable by its owner only', () => {
    const own = mkdtempSync(join(folder, 'own-'))
    const first = read({ SIGNING_ALGORITHM: 'RS256' }, own).keys.signing[0]?.privateKeyPem.reveal()
    const path = join(own, 'keys', 'jwt-private-key-rs256.pem')
    assert.equal(readFileSync(path, 'utf8'), first)
    assert.equal(statSync(path).mode & 0o777, 0o600)
    assert.equal(read({ SIGNING_ALGORITHM: 'RS256' }, own).keys.signing[0]?.privateKeyPem.reveal(), first)
    assert.notEqual(read({}, own).keys.signing[0]?.privateKeyPem.reveal(), first)
  })
})
