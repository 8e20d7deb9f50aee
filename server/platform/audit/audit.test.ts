import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type TestDatabase, testDatabase, testOrigin } from '../../../test/support/database.ts'
import { setClock } from '../../kernel/clock.ts'
import { secret } from '../../kernel/config/secret.ts'
import { auditKey, auditSink, createAudit } from './index.ts'

const key = auditKey(secret('a master secret for tests only, long enough'))
const source = { name: 'audit', migrations: new URL('./migrations/', import.meta.url) }
const silent = { debug() {}, info() {}, warn() {}, error() {}, fatal() {}, child: () => silent } as never

async function prepared(): Promise<{ database: TestDatabase; audit: ReturnType<typeof createAudit> }> {
  const database = await testDatabase({ sources: [source], sinks: { audit: auditSink(key) } })
  const audit = createAudit({
    db: database.db,
    key,
    log: silent,
    metrics: { auditUnsealedAge: { set() {} } },
    names: async () => new Map(),
  })
  return { database, audit }
}

async function append(database: TestDatabase, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await database.db.transaction(testOrigin, (tx) =>
      tx.audit({
        action: 'test.done',
        subject: { kind: 'thing', id: String(index) },
        details: { b: index, a: [1, { z: 1, y: 2 }] },
      }),
    )
  }
}

describe('the audit chain', () => {
  let database: TestDatabase
  let audit: ReturnType<typeof createAudit>
  before(async () => {
    ;({ database, audit } = await prepared())
  })
  after(() => database.close())

  test('a rolled-back transaction leaves no record', async () => {
    await assert.rejects(
      database.db.transaction(testOrigin, async (tx) => {
        await tx.audit({ action: 'test.undone', subject: { kind: 'thing', id: 'x' } })
        throw new Error('undo')
      }),
    )
    assert.deepEqual(await database.db.raw('SELECT 1 FROM audit.record'), [])
  })

  test('records are sealed without gaps and verify', async () => {
    await append(database, 25)
    await audit.sealNow()
    assert.deepEqual(await audit.verify(), { ok: true, checked: 25, sealedUpTo: 25, firstFault: null })
    assert.deepEqual(await database.db.raw('SELECT 1 FROM audit.unsealed'), [])
  })

  test('two sealers at once extend one chain', async () => {
    await append(database, 30)
    await Promise.all([audit.sealNow(), audit.sealNow(), audit.sealNow()])
    await audit.sealNow()
    assert.deepEqual(await audit.verify(), { ok: true, checked: 55, sealedUpTo: 55, firstFault: null })
  })

  test('records are not changed, deleted or truncated through SQL', async () => {
    await assert.rejects(database.db.raw("UPDATE audit.record SET action = 'x'"), { code: '42501' })
    await assert.rejects(database.db.raw('DELETE FROM audit.seal'), { code: '42501' })
    await assert.rejects(database.db.raw('TRUNCATE audit.checkpoint'), { code: '42501' })
  })
})

/** What somebody who owns the database may do once the trigger is switched off. */
const TAMPERING: readonly { readonly name: string; readonly sql: string; readonly fault: RegExp }[] = [
  {
    name: 'a changed action',
    sql: "UPDATE audit.record SET action = 'test.else' WHERE subject_id = '3'",
    fault: /record 4 was changed/,
  },
  {
    name: 'a changed instant',
    sql: "UPDATE audit.record SET at = at + interval '1 ms' WHERE subject_id = '3'",
    fault: /record 4 was changed/,
  },
  {
    name: 'a changed actor',
    sql: "UPDATE audit.record SET actor_id = 'nobody' WHERE subject_id = '7'",
    fault: /record 8 was changed/,
  },
  {
    name: 'changed details',
    sql: "UPDATE audit.record SET details = '{}' WHERE subject_id = '0'",
    fault: /record 1 was changed/,
  },
  { name: 'a deleted seal in the middle', sql: 'DELETE FROM audit.seal WHERE seq = 5', fault: /record 5 is missing/ },
  {
    name: 'two seals that changed places',
    sql: 'UPDATE audit.seal SET record_id = (SELECT record_id FROM audit.seal s WHERE s.seq = 11 - seal.seq) WHERE seq IN (5, 6)',
    fault: /record 5 was changed/,
  },
  {
    name: 'a tail cut off behind the checkpoint',
    sql: 'DELETE FROM audit.seal WHERE seq > 8; DELETE FROM audit.record WHERE id NOT IN (SELECT record_id FROM audit.seal)',
    fault: /the chain ends at 8, before its checkpoint at 10/,
  },
  {
    name: 'a record hidden from the sealer',
    sql: "INSERT INTO audit.record SELECT gen_random_uuid(), at, action, actor_kind, actor_id, subject_kind, subject_id, details, request_id, ip, user_agent, mac FROM audit.record WHERE subject_id = '2'",
    fault: /in no chain/,
  },
  {
    name: 'a forged checkpoint',
    sql: "UPDATE audit.checkpoint SET hash = decode(repeat('00', 32), 'hex')",
    fault: /checkpoint/,
  },
]

/** Takes every guard off that the database itself puts up. */
const UNLOCK = [
  'ALTER TABLE audit.record DISABLE TRIGGER USER',
  'ALTER TABLE audit.unsealed DROP CONSTRAINT unsealed_record_id_fkey',
  'ALTER TABLE audit.checkpoint DROP CONSTRAINT checkpoint_seq_fkey, DISABLE TRIGGER USER',
  'ALTER TABLE audit.seal DROP CONSTRAINT seal_record_id_key, DROP CONSTRAINT seal_record_id_fkey, DISABLE TRIGGER USER',
]

describe('tampering is found', () => {
  for (const { name, sql, fault } of TAMPERING) {
    test(name, async () => {
      const { database, audit } = await prepared()
      try {
        await append(database, 10)
        await audit.sealNow()
        assert.equal((await audit.verify()).ok, true)
        for (const statement of UNLOCK) await database.db.raw(statement)
        for (const statement of sql.split('; ')) await database.db.raw(statement)
        const result = await audit.verify()
        assert.equal(result.ok, false)
        assert.match(result.firstFault ?? '', fault)
      } finally {
        await database.close()
      }
    })
  }

  test('an unsealed record that was changed', async () => {
    const { database, audit } = await prepared()
    try {
      await append(database, 1)
      await database.db.raw('ALTER TABLE audit.record DISABLE TRIGGER USER')
      await database.db.raw("UPDATE audit.record SET subject_id = 'other'")
      assert.match((await audit.verify()).firstFault ?? '', /not yet sealed, was changed/)
    } finally {
      await database.close()
    }
  })
})

test('a checkpoint is written once a minute', async () => {
  const { database, audit } = await prepared()
  let nowMs = Date.now()
  const restore = setClock(() => nowMs)
  try {
    for (const minute of [0, 0.5, 1.1]) {
      nowMs += minute * 60_000
      await append(database, 1)
      await audit.sealNow()
    }
    const rows = await database.db.raw<{ seq: bigint }>('SELECT seq FROM audit.checkpoint ORDER BY seq')
    assert.deepEqual(rows, [{ seq: 1n }, { seq: 3n }])
  } finally {
    restore()
    await database.close()
  }
})
