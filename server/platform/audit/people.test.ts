import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type TestDatabase, testDatabase } from '../../../test/support/database.ts'
import { secret } from '../../kernel/config/secret.ts'
import type { Origin } from '../../kernel/db/actor.ts'
import { type Id, newId } from '../../kernel/id.ts'
import { recordMac } from './canonical.ts'
import { auditKey, auditSink, createAudit } from './index.ts'
import type { RecordRow } from './tables.ts'

const key = auditKey(secret('a master secret for tests only, long enough'))
const silent = { debug() {}, info() {}, warn() {}, error() {}, fatal() {}, child: () => silent } as never
const ADDRESS = '203.0.113.77'
const PROGRAM = 'Telltale/1.0'

function originOf(userId: Id<'user'>, impersonatorId?: Id<'user'>): Origin {
  const actor = { kind: 'user', userId, sessionId: newId<'session'>(), permissions: new Set<string>() } as const
  return {
    actor: impersonatorId === undefined ? actor : { ...actor, impersonatorId },
    requestId: 'request',
    ip: ADDRESS,
    userAgent: PROGRAM,
  }
}

/** A record as servers before personal keys wrote it. */
async function writeFirstFormat({ db }: TestDatabase, userId: Id<'user'>): Promise<void> {
  const row: Omit<RecordRow, 'mac'> = {
    id: newId<'audit-record'>(),
    at: new Date(),
    action: 'test.early',
    ...{ actor_kind: 'user', actor_id: userId, subject_kind: 'thing', subject_id: 'x', details: {}, request_id: 'r' },
    ...{ ip: ADDRESS, user_agent: PROGRAM, format: 1 },
    ...{ impersonator_id: null, api_key_id: null, personal_of: null, personal: null },
  }
  await db.raw(
    `WITH added AS (INSERT INTO audit.record (id, at, action, actor_kind, actor_id, subject_kind, subject_id, details, request_id, ip, user_agent, mac)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id) INSERT INTO audit.unsealed SELECT id FROM added`,
    [row.id, row.at, row.action, row.actor_kind, row.actor_id, row.subject_kind, row.subject_id, '{}', row.request_id]
      .concat([row.ip, row.user_agent] as never[])
      .concat([recordMac(key, row)] as never[]),
  )
}

describe('the trail and a person who is erased', () => {
  let database: TestDatabase
  let audit: ReturnType<typeof createAudit>
  const person = newId<'user'>()
  const other = newId<'user'>()

  before(async () => {
    database = await testDatabase({
      sources: [{ name: 'audit', migrations: new URL('./migrations/', import.meta.url) }],
      sinks: { audit: auditSink(key) },
    })
    const metrics = { auditUnsealedAge: { set() {} } }
    audit = createAudit({ db: database.db, key, log: silent, metrics, names: async () => new Map() })
    for (const userId of [person, other])
      await database.db.transaction(originOf(userId), (tx) =>
        tx.audit({ action: 'test.done', subject: { kind: 'user', id: userId } }),
      )
    await writeFirstFormat(database, person)
    await audit.sealNow()
  })
  after(() => database.close())

  const dumped = async (): Promise<string> =>
    JSON.stringify(
      await database.db.raw(
        "SELECT record.*, encode(personal, 'hex') AS personal, (SELECT json_agg(k) FROM audit.personal_key k) FROM audit.record",
      ),
    )
  const exported = async (userId: Id<'user'>) =>
    (await audit.exportPerson?.(userId)) as { action: string; ip: string | null; by: string }[]

  test('new records hold no address in the clear, and the person is told it', async () => {
    const [row] = await database.db.raw("SELECT ip, user_agent FROM audit.record WHERE action = 'test.done'")
    assert.deepEqual(row, { ip: null, user_agent: null })
    assert.deepEqual(
      (await exported(person)).map(({ action, ip, by }) => [action, ip, by]),
      [
        ['test.early', ADDRESS, 'you'],
        ['test.done', ADDRESS, 'you'],
      ],
    )
  })

  test('where somebody else acted from is not told, and who acted in their name is', async () => {
    await database.db.transaction(originOf(other, person), (tx) =>
      tx.audit({ action: 'test.in-a-name', subject: { kind: 'thing', id: 'y' } }),
    )
    const [seen] = await exported(other)
    assert.equal(seen?.action, 'test.in-a-name')
    assert.equal(seen?.ip, null)
    const [own] = await exported(person)
    assert.deepEqual([own?.action, own?.ip], ['test.in-a-name', ADDRESS])
  })

  test('erasing makes the address unreadable everywhere while the chain verifies, before and after the seal', async () => {
    await database.db.transaction(originOf(person), async (tx) => {
      await audit.erasePerson?.(tx, person)
      await tx.audit({ action: 'test.erased', subject: { kind: 'user', id: person } })
    })
    assert.equal((await audit.verify()).firstFault, null)
    await audit.sealNow()
    assert.deepEqual(await audit.verify(), { ok: true, checked: 5, sealedUpTo: 5, firstFault: null })
    assert.deepEqual(
      (await exported(person)).map((record) => record.ip),
      [null, null, null, null],
    )
    assert.equal((await dumped()).includes(ADDRESS), false)
    assert.equal((await dumped()).includes(PROGRAM), false)
    assert.equal((await exported(other))[1]?.ip, ADDRESS, "nobody else's is gone")
  })

  test('a person who is new while the chain is walked is no fault of it', async () => {
    const newcomer = newId<'user'>()
    let isWritten = false
    const raw: typeof database.db.raw = async (text, values) => {
      if (!isWritten && text.includes('FROM audit.seal')) {
        isWritten = true
        await database.db.transaction(originOf(newcomer), (tx) =>
          tx.audit({ action: 'test.joined', subject: { kind: 'user', id: newcomer } }),
        )
        await audit.sealNow()
      }
      return database.db.raw(text, values)
    }
    const walking = createAudit({
      db: { ...database.db, raw },
      key,
      log: silent,
      metrics: { auditUnsealedAge: { set() {} } },
      names: async () => new Map(),
    })
    assert.deepEqual(await walking.verify(), { ok: true, checked: 6, sealedUpTo: 6, firstFault: null })
    assert.ok(isWritten)
  })

  for (const { name, sql, fault } of [
    {
      name: 'a key taken away by somebody else',
      sql: `UPDATE audit.personal_key SET key = NULL, erased_mac = decode(repeat('00', 32), 'hex') WHERE person = '${other}'`,
      fault: /was removed/,
    },
    {
      name: 'a key that is gone',
      sql: `DELETE FROM audit.personal_key WHERE person = '${other}'`,
      fault: /is missing/,
    },
    {
      name: 'another key put in place',
      sql: `UPDATE audit.personal_key SET key = decode(repeat('01', 32), 'hex') WHERE person = '${other}'`,
      fault: /key of its personal part was changed/,
    },
    {
      name: 'a redaction that nobody vouches for',
      sql: "UPDATE audit.redaction SET mac = decode(repeat('00', 32), 'hex')",
      fault: /was changed/,
    },
    {
      name: 'an emptied record that was changed beyond that',
      sql: "ALTER TABLE audit.record DISABLE TRIGGER USER; UPDATE audit.record SET action = 'test.never' WHERE action = 'test.early'",
      fault: /was changed/,
    },
  ]) {
    test(`${name} is found`, async () => {
      await assert.rejects(
        database.db.transaction(originOf(other), async (tx) => {
          for (const statement of sql.split('; ')) await tx.raw(statement)
          const found = createAudit({
            db: { ...database.db, raw: tx.raw },
            key,
            log: silent,
            metrics: { auditUnsealedAge: { set() {} } },
            names: async () => new Map(),
          })
          assert.match((await found.verify()).firstFault ?? '', fault)
          throw new Error('undone')
        }),
        /undone/,
      )
    })
  }

  test('a record can be emptied and changed in no other way through SQL', async () => {
    for (const change of ["action = 'x'", 'ip = NULL', 'personal = NULL, personal_of = NULL'])
      await assert.rejects(database.db.raw(`UPDATE audit.record SET ${change} WHERE format = 2`), { code: '42501' })
    await assert.rejects(database.db.raw("UPDATE audit.record SET ip = '1', user_agent = NULL WHERE format = 1"), {
      code: '42501',
    })
  })
})
