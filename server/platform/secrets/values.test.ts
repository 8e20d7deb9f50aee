import assert from 'node:assert/strict'
import { createSecretKey, randomBytes } from 'node:crypto'
import { after, describe, test } from 'node:test'
import { inspect } from 'node:util'
import { testDatabase, testOrigin } from '../../../test/support/database.ts'
import { now } from '../../kernel/clock.ts'
import { type Secret, secret } from '../../kernel/config/secret.ts'
import { offlineBus } from '../../kernel/db/bus.ts'
import { newId } from '../../kernel/id.ts'
import { Problem } from '../../kernel/problem.ts'
import { createLog } from '../../kernel/telemetry/create-log.ts'
import { createVault } from '../../kernel/vault/vault.ts'
import { createSecrets } from './index.ts'
import { fieldOf, parseReference } from './reference.ts'
import { createOpenedValues } from './store/opened.ts'
import { addVersion, lockSecret, makeCurrent } from './store/write.ts'
import type { SecretTables } from './tables.ts'

const code = (error: unknown): string | undefined => (error instanceof Problem ? error.code : undefined)

test('a reference names provider, path, field and version, and nothing else is one', () => {
  assert.deepEqual(parseReference('secret:payments/stripe'), {
    ...{ provider: 'secret', path: 'payments/stripe', field: null, wanted: {} },
  })
  assert.deepEqual(parseReference('aws:a/b#key@previous'), {
    ...{ provider: 'aws', path: 'a/b', field: 'key', wanted: { stage: 'previous' } },
  })
  assert.deepEqual(parseReference('secret:a@7').wanted, { version: '7' })
  for (const text of ['', 'payments/stripe', 'secret:', 'secret:a#', 'secret:a@', 'secret:a b', 'secret:a#b#c', 'a@1'])
    assert.throws(
      () => parseReference(text),
      (error) => code(error) === 'secrets/bad-reference',
      text,
    )
})

test('a field is a member of a value in JSON, as text', () => {
  const value = '{"key":"k","port":5432,"__proto__":"p","none":null}'
  assert.deepEqual([fieldOf(value, 'key'), fieldOf(value, 'port')], ['k', '5432'])
  for (const [text, field] of [
    ...[[value, 'other'] as const, [value, 'none'] as const, [value, 'toString'] as const],
    ...[['plain', 'key'] as const, ['["a"]', '0'] as const],
  ])
    assert.throws(
      () => fieldOf(text, field),
      (error) => code(error) === 'secrets/no-field',
      field,
    )
})

const database = await testDatabase({
  sources: [{ name: 'secrets', migrations: new URL('./migrations/', import.meta.url) }],
})
const { db } = database
const root = { kid: 'e1', key: createSecretKey(randomBytes(32)) }
const { log } = createLog({ level: 'silent', format: 'json', version: 'test' }, () => undefined)
const deps = {
  ...{ db, bus: offlineBus(), vault: createVault([root]), log, environment: 'test' as const },
  fingerprintKey: createSecretKey(randomBytes(32)),
}
const parts = { ...deps, opened: createOpenedValues(deps.bus) }
const secrets = createSecrets(deps)

/** A secret with these values, the last one current. */
async function stored(path: string, ...values: readonly string[]) {
  return await db.transaction(testOrigin, async (tx) => {
    const id = newId<'secret'>()
    await tx
      .query<SecretTables>()
      .insertInto('secrets.secret')
      .values({
        ...{ id, organisation_id: null, environment: 'test', path, description: '', tags: [], format: 'text' },
        ...{ owner_id: null, expires_at: null, created_by: null, created_at: now(), changed_at: now() },
      })
      .execute()
    for (const value of values) {
      const row = await lockSecret(tx, id)
      const number = await addVersion(parts, tx, row, { value: secret(value), by: null })
      await makeCurrent(parts, tx, row, { number, overlapSeconds: 60 })
    }
    return id
  })
}

const opened = async (reference: string): Promise<string> => (await secrets.resolve(reference)).reveal()

describe('stored values', () => {
  after(() => database.close())

  test('are found by stage and number, and print as nothing', async () => {
    await stored('payments/stripe', 'sk_one', '{"key":"sk_two"}')
    assert.equal(await opened('secret:payments/stripe#key'), 'sk_two')
    assert.equal(await opened('secret:payments/stripe@previous'), 'sk_one')
    assert.equal(await opened('database:payments/stripe@1'), 'sk_one')
    const value: Secret = await secrets.resolve('secret:payments/stripe')
    assert.equal(`${value}${JSON.stringify({ value })}${inspect({ value })}`.includes('sk_two'), false)
    for (const missing of ['secret:payments/other', 'secret:payments/stripe@9', 'secret:payments/stripe@beta'])
      await assert.rejects(secrets.resolve(missing), (error) => code(error) === 'secrets/not-found', missing)
  })
})
