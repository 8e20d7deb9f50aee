import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { newSigningKey } from '../kernel/config/signing-keys.ts'

const main = fileURLToPath(new URL('../main.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'plinth-rotate-'))
after(() => rmSync(folder, { recursive: true, force: true }))

interface Entry {
  readonly kid: string
  readonly active: boolean
  readonly privateKeyPem?: string
  readonly wrappedKey?: string
}

async function rotate(environment: Record<string, string>, ...args: string[]) {
  const env = { NODE_ENV: 'test', DATA_DIR: folder, ...environment }
  const run = promisify(execFile)(process.execPath, [main, 'keys', 'rotate', ...args], { env, cwd: folder })
  return run.then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  )
}

const shown = (keys: readonly Entry[]) => keys.map(({ kid, active }) => [kid.replace(/^k\d{8}-\w{6}$/, 'new'), active])

describe('plinth keys rotate', () => {
  test('replaces keys kept in DATA_DIR there, twice over, and drops one when told', async () => {
    const path = join(folder, 'keys', 'jwt-keys.json')
    assert.equal((await rotate({})).stdout, '')
    const first = JSON.parse(readFileSync(path, 'utf8')) as Entry[]
    assert.deepEqual(shown(first), [
      ['new', true],
      ['k1', false],
    ])
    assert.equal(statSync(path).mode & 0o777, 0o600)
    assert.equal((await rotate({}, '--algorithm', 'RS256', '--drop', 'k1')).code, 0)
    const second = JSON.parse(readFileSync(path, 'utf8')) as Entry[]
    assert.deepEqual(shown(second), [
      ['new', true],
      ['new', false],
    ])
    assert.equal(second[1]?.privateKeyPem, first[0]?.privateKeyPem)
  })

  test('prints the next set of a given one, or writes it where told, wrapped keys as they are', async () => {
    const given = JSON.stringify([
      { kid: 'a', privateKeyPem: newSigningKey('RS256'), active: true },
      { kid: 'b', wrappedKey: 'sealed', active: false },
    ])
    const environment = {
      ...{ JWT_KEYS: given, KMS_UNWRAP_URL: 'https://kms.example/open', KMS_UNWRAP_TOKEN: 'a token of the service' },
    }
    const { stdout } = await rotate(environment)
    const printed = JSON.parse(stdout) as Entry[]
    assert.deepEqual(shown(printed), [
      ['new', true],
      ['a', false],
      ['b', false],
    ])
    assert.equal(printed[2]?.wrappedKey, 'sealed')
    const out = join(folder, 'next.json')
    assert.equal((await rotate(environment, '--out', out)).stdout, '')
    assert.equal(statSync(out).mode & 0o777, 0o600)
    assert.equal((await rotate({ ...environment, JWT_KEYS: '', JWT_KEYS_FILE: out })).code, 0)
  })

  test('knows what it cannot do', async () => {
    assert.match((await rotate({}, '--drop', 'k9')).stderr, /There is no key k9/)
    assert.equal((await rotate({}, '--algorithm', 'none')).code, 2)
  })
})
