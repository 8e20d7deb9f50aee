import assert from 'node:assert/strict'
import { createSecretKey, randomBytes, randomUUID } from 'node:crypto'
import { after, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { testDatabase, testOrigin } from '../../../test/support/database.ts'
import { inSeconds } from '../clock.ts'
import { seal, unseal } from '../crypto/seal.ts'
import type { Db, Tx } from '../db/database.ts'
import type { Place } from './envelope.ts'
import { keyWork } from './vault.jobs.ts'
import { createVault, type SealedColumn, type Vault } from './vault.ts'

const newRoot = (kid: string) => ({ kid, key: createSecretKey(randomBytes(32)) })
const root = newRoot('e1')
const database = await testDatabase({ sources: [] })
const { db } = database
await db.raw('CREATE TABLE account (id uuid PRIMARY KEY, number bytea)')

const placeIn = (scope: string): Place => ({ scope, column: 'account.number', id: randomUUID() })
const transacted = <Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> => db.transaction(testOrigin, work)
const sealIn = (vault: Vault, place: Place, text = 'DE12') => transacted((tx) => vault.seal(tx, place, text))

async function keysOf(scope: string) {
  return await db.raw<{ id: string; seals: boolean; root_kid: string; wrapped: Buffer | null }>(
    'SELECT id, seals, root_kid, wrapped FROM kernel.vault_key WHERE scope = $1 ORDER BY id',
    [scope],
  )
}

describe('a vault', () => {
  after(() => database.close())

  test('opens what another process sealed, and has one sealing key a scope whoever is first', async () => {
    const scope = 'organisation:first'
    const vaults = Array.from({ length: 6 }, () => createVault([root]))
    const places = vaults.map(() => placeIn(scope))
    const sealed = await Promise.all(vaults.map((vault, at) => sealIn(vault, places[at] ?? placeIn(scope), `${at}`)))
    assert.equal((await keysOf(scope)).length, 1)
    const reader = createVault([root])
    for (const [at, place] of places.entries())
      assert.equal(await reader.open(db, place, sealed[at] ?? Buffer.alloc(0)), `${at}`)
  })

  test('keeps nothing of a key whose transaction was rolled back', async () => {
    const [vault, place] = [createVault([root]), placeIn('organisation:undone')]
    const undone = transacted(async (tx) => {
      await vault.seal(tx, place, 'DE12')
      throw new Error('undone')
    })
    await assert.rejects(undone, /undone/)
    assert.deepEqual(await keysOf(place.scope), [])
    const sealed = await sealIn(vault, place)
    assert.equal(await createVault([root]).open(db, place, sealed), 'DE12')
  })

  test('opens nothing of another scope’s, and no key that was moved to another scope', async () => {
    const [vault, place] = [createVault([root]), placeIn('organisation:one')]
    const sealed = await sealIn(vault, place)
    await assert.rejects(vault.open(db, { ...place, scope: 'organisation:two' }, sealed))
    await db.raw("UPDATE kernel.vault_key SET scope = 'organisation:two' WHERE scope = 'organisation:one'")
    await assert.rejects(createVault([root]).open(db, { ...place, scope: 'organisation:two' }, sealed))
  })

  test('seals under a new key after a rotation, still opens what came before, and brings that over', async () => {
    const vault = createVault([root])
    const column: SealedColumn = {
      ...{ table: 'account', column: 'number' },
      place: { scope: 'organisation:rotated', column: 'account.number' },
    }
    const ids = Array.from({ length: 5 }, () => randomUUID())
    for (const id of ids) {
      const number = await sealIn(vault, { ...column.place, id }, id)
      await db.raw('INSERT INTO account (id, number) VALUES ($1, $2)', [id, number])
    }
    const legacy = randomUUID()
    await db.raw('INSERT INTO account VALUES ($1, $2), ($3, NULL)', [
      legacy,
      seal([root], legacy, legacy),
      randomUUID(),
    ])
    await transacted((tx) => vault.rotate(tx, column.place.scope))
    const keys = await keysOf(column.place.scope)
    assert.deepEqual(
      keys.map(({ seals }) => seals),
      [false, true],
    )
    const renew = () => transacted((tx) => vault.renew(tx, column, 4))
    assert.deepEqual([await renew(), await renew(), await renew()], [4, 2, 0])
    await db.raw('DELETE FROM kernel.vault_key WHERE scope = $1 AND NOT seals', [column.place.scope])
    const rows = await db.raw<{ id: string; number: Buffer | null }>('SELECT id, number FROM account')
    const reader = createVault([newRoot('none'), root])
    for (const { id, number } of rows)
      if (number !== null) assert.equal(await reader.open(db, { ...column.place, id }, number), id)
  })

  test('needs one row a scope for a new encryption key, after which the old one can go', async () => {
    const [vault, place, next] = [createVault([root]), placeIn('organisation:moved'), newRoot('e2')]
    const sealed = await sealIn(vault, place)
    const both = createVault([next, root])
    assert.equal(await both.open(db, place, sealed), 'DE12')
    const before = await db.raw('SELECT FROM kernel.vault_key WHERE wrapped IS NOT NULL')
    // Keys of another installation's scope were moved by the test above: nothing opens them any more.
    await db.raw("DELETE FROM kernel.vault_key WHERE scope = 'organisation:two'")
    assert.equal(await transacted((tx) => both.rewrap(tx)), before.length - 1)
    assert.equal(await transacted((tx) => both.rewrap(tx)), 0)
    assert.equal(await createVault([next]).open(db, place, sealed), 'DE12')
    await assert.rejects(createVault([root]).open(db, place, sealed), /ENCRYPTION_KEYS/)
    const [key] = await keysOf(place.scope)
    assert.throws(() => unseal([next], 'another owner', key?.wrapped ?? Buffer.alloc(0)))
    await transacted((tx) => createVault([root, next]).rewrap(tx))
  })

  test('reads nothing of a scope that was destroyed, and seals for it anew', async () => {
    const [vault, place] = [createVault([root]), placeIn('organisation:destroyed')]
    const sealed = await sealIn(vault, place)
    await transacted((tx) => vault.destroy(tx, place.scope))
    for (const one of [vault, createVault([root])]) await assert.rejects(one.open(db, place, sealed), /is destroyed/)
    assert.deepEqual(
      (await keysOf(place.scope)).map(({ wrapped }) => wrapped),
      [null],
    )
    const anew = await sealIn(vault, place, 'FR34')
    assert.equal(await vault.open(db, place, anew), 'FR34')
  })

  test('never seals under a key that is being destroyed', async () => {
    const [one, other, place] = [createVault([root]), createVault([root]), placeIn('organisation:raced')]
    await sealIn(one, place)
    const destroyed = Promise.withResolvers<void>()
    const goOn = Promise.withResolvers<void>()
    const destroying = transacted(async (tx) => {
      await other.destroy(tx, place.scope)
      destroyed.resolve()
      await goOn.promise
    })
    await destroyed.promise
    const sealing = sealIn(one, place, 'sealed meanwhile')
    await sleep(100)
    goOn.resolve()
    await destroying
    assert.equal(await createVault([root]).open(db, place, await sealing), 'sealed meanwhile')
  })

  test('by the nightly job brings keys and values up to date, a year-old key too', async () => {
    const scope = 'organisation:old'
    const column: SealedColumn = {
      ...{ table: 'account', column: 'number' },
      place: { scope, column: 'account.number' },
    }
    await db.raw('DELETE FROM account')
    const id = randomUUID()
    const number = await sealIn(createVault([root]), { ...column.place, id })
    await db.raw('INSERT INTO account VALUES ($1, $2)', [id, number])
    await db.raw('UPDATE kernel.vault_key SET created_at = $2 WHERE scope = $1', [scope, inSeconds(-366 * 86_400)])
    const next = newRoot('e3')
    const [job] = keyWork(createVault([next, root]), [column]).jobs
    await job?.handle(contextOf(db) as never, {} as never)
    await db.raw('DELETE FROM kernel.vault_key WHERE scope = $1 AND NOT seals', [scope])
    const [row] = await db.raw<{ number: Buffer }>('SELECT number FROM account')
    assert.equal(await createVault([next]).open(db, { ...column.place, id }, row?.number ?? number), 'DE12')
    const others = await db.raw("SELECT FROM kernel.vault_key WHERE root_kid <> 'e3' AND wrapped IS NOT NULL")
    assert.deepEqual(others, [])
  })
})

function contextOf(within: Db) {
  return { db: within, jobId: randomUUID(), log: { info: () => undefined } }
}
