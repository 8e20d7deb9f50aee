import assert from 'node:assert/strict'
import { createSecretKey, randomBytes } from 'node:crypto'
import { after, describe, test } from 'node:test'
import { inspect } from 'node:util'
import { testDatabase, testOrigin } from '../../../test/support/database.ts'
import { now } from '../../kernel/clock.ts'
import { type Secret, secret } from '../../kernel/config/secret.ts'
import { seal } from '../../kernel/crypto/seal.ts'
import { offlineBus } from '../../kernel/db/bus.ts'
import { newId } from '../../kernel/id.ts'
import { Problem } from '../../kernel/problem.ts'
import { createLog } from '../../kernel/telemetry/create-log.ts'
import { createVault } from '../../kernel/vault/vault.ts'
import { isWithin } from './may.ts'
import { fieldOf, parseReference } from './reference.ts'
import { resolveReference } from './resolve.ts'
import { createDatabaseProvider } from './store/database-provider.ts'
import { createOpenedValues } from './store/opened.ts'
import { findVersion } from './store/read.ts'
import { openValue, VALUES } from './store/sealing.ts'
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

test('a pattern is a path, all below one, or everything', () => {
  for (const [pattern, within, outside] of [
    ['*', ['a', 'a/b'], []],
    ['a/*', ['a/b', 'a/b/c'], ['a', 'ab/c', 'b']],
    ['a/b', ['a/b'], ['a', 'a/b/c', 'a/bc']],
  ] as const)
    for (const path of [...within, ...outside])
      assert.equal(isWithin(pattern, path), (within as readonly string[]).includes(path), `${pattern} ${path}`)
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
const provider = createDatabaseProvider(parts)
const resolve = (reference: string) => resolveReference({ chosen: provider, all: [provider] }, reference)

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

const opened = async (reference: string): Promise<string> => (await resolve(reference)).reveal()

describe('stored values', () => {
  after(() => database.close())

  test('are found by stage and number, and print as nothing', async () => {
    await stored('payments/stripe', 'sk_one', '{"key":"sk_two"}')
    assert.equal(await opened('secret:payments/stripe#key'), 'sk_two')
    assert.equal(await opened('secret:payments/stripe@previous'), 'sk_one')
    assert.equal(await opened('database:payments/stripe@1'), 'sk_one')
    const value: Secret = await resolve('secret:payments/stripe')
    assert.equal(`${value}${JSON.stringify({ value })}${inspect({ value })}`.includes('sk_two'), false)
    for (const missing of ['secret:payments/other', 'secret:payments/stripe@9', 'secret:payments/stripe@beta'])
      await assert.rejects(resolve(missing), (error) => code(error) === 'secrets/not-found', missing)
  })

  const sealedOf = async (id: string) =>
    await db.raw<{ id: string; number: number; value: Buffer }>(
      'SELECT id, number, value FROM secrets.version WHERE secret_id = $1 ORDER BY number',
      [id],
    )
  const put = (id: string, value: Buffer) => db.raw('UPDATE secrets.version SET value = $2 WHERE id = $1', [id, value])

  test('are refused when a bit of any region is flipped, at whatever length they are cut, and in another’s place', async () => {
    const [id, otherId] = [await stored('attack/one', 'first', 'second'), await stored('attack/two', 'first')]
    const [first, second] = await sealedOf(id)
    const [other] = await sealedOf(otherId)
    assert.ok(first && second && other)
    const whole = second.value
    const flipped = Array.from({ length: whole.length }, (_, at) => {
      const changed = Buffer.from(whole)
      changed.writeUInt8(changed.readUInt8(at) ^ 0x80, at)
      return [`byte ${at}`, changed] as const
    })
    const cut = Array.from(
      { length: whole.length - 1 },
      (_, at) => [`${at + 1} bytes`, whole.subarray(0, at + 1)] as const,
    )
    const downgraded = seal([root], second.id, 'second')
    const attacks = [
      ...[...flipped, ...cut],
      ...([
        ['another version’s', first.value],
        ['another secret’s', other.value],
      ] as const),
      ...([
        ['longer', Buffer.concat([whole, Buffer.of(0)])],
        ['under the root key itself', downgraded],
      ] as const),
    ]
    for (const [what, value] of attacks) {
      await put(second.id, value)
      await assert.rejects(resolve('secret:attack/one'), (error) => code(error) === 'secrets/unreadable', what)
    }
    assert.ok(parts.opened.unreadable() >= attacks.length)
    await put(second.id, whole)
    assert.equal(await opened('secret:attack/one'), 'second')
  })

  test('are refused in another path, environment, number or tenant than they were sealed for', async () => {
    const moves = [
      ["UPDATE secrets.secret SET path = 'moved/away' WHERE id = $1", 'secret:moved/away'],
      ['UPDATE secrets.version SET number = 7 WHERE secret_id = $1; ', 'secret:stay/put-1@7'],
    ] as const
    for (const [at, [statement, reference]] of moves.entries()) {
      const id = await stored(`stay/put-${at}`, 'v')
      if (at === 1) await db.raw('DELETE FROM secrets.stage WHERE secret_id = $1', [id])
      await db.raw(statement, [id])
      await assert.rejects(resolve(reference), (error) => code(error) === 'secrets/unreadable', reference)
    }
    const id = await stored('stay/tenant', 'v')
    const organisationId = newId<'organisation'>()
    await db.raw('UPDATE secrets.secret SET organisation_id = $2 WHERE id = $1', [id, organisationId])
    const address = { scope: `organisation:${organisationId}`, environment: 'test', path: 'stay/tenant' }
    const found = await findVersion(db, address, {})
    assert.ok(found)
    await assert.rejects(openValue(parts, db, found, found.value), (error) => code(error) === 'secrets/unreadable')
    await db.raw("UPDATE secrets.secret SET organisation_id = NULL, environment = 'production' WHERE id = $1", [id])
    const staged = await findVersion(db, { scope: 'installation', environment: 'production', path: 'stay/tenant' }, {})
    assert.ok(staged)
    await assert.rejects(openValue(parts, db, staged, staged.value), (error) => code(error) === 'secrets/unreadable')
  })

  test('come under a new key of their scope, and a dump of every table tells nothing of them', async () => {
    const known = 'a-value-that-nobody-sees'
    const id = await stored('kept/dumped', known)
    await db.transaction(testOrigin, (tx) => deps.vault.rotate(tx, 'installation'))
    const [before] = await sealedOf(id)
    const unreadable = new Set<string>()
    const renew = () => db.transaction(testOrigin, (tx) => deps.vault.renew(tx, VALUES, 100, unreadable))
    while ((await renew()) > 0);
    const [renewed] = await sealedOf(id)
    assert.ok(before && renewed && !before.value.equals(renewed.value))
    assert.equal(await opened('secret:kept/dumped'), known)
    assert.ok(unreadable.size > 0, 'those of the tests above')
    const tables = await db.raw<{ name: string }>(
      "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname IN ('secrets', 'kernel')",
    )
    const dump = await Promise.all(
      tables.map(({ name }) => db.raw(`SELECT row_to_json(t)::text AS row FROM ${name} t`)),
    )
    const text = JSON.stringify(dump)
    for (const form of [known, Buffer.from(known).toString('hex'), Buffer.from(known).toString('base64').slice(0, 20)])
      assert.equal(text.includes(form), false, form)
    const stranger = { ...parts, vault: createVault([{ ...root, key: createSecretKey(randomBytes(32)) }]) }
    const found = await findVersion(db, { scope: 'installation', environment: 'test', path: 'kept/dumped' }, {})
    assert.ok(found)
    await assert.rejects(openValue(stranger, db, found, found.value), (error) => code(error) === 'secrets/unreadable')
  })
})
