import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type TestDatabase, testDatabase, testOrigin } from '../../../test/support/database.ts'
import { Problem } from '../problem.ts'
import { toDatabaseProblem, violatedConstraint } from './sqlstate.ts'

interface Case {
  readonly state: string
  readonly code: string
  readonly status: number
  readonly statements: readonly (readonly [text: string, values?: readonly unknown[]])[]
}

const raise = (state: string): readonly [string] => [
  `DO $$ BEGIN RAISE EXCEPTION 'raised' USING ERRCODE = '${state}'; END $$`,
]

/** Statements that make the server itself say it, except for the states that a test cannot bring about: those are raised. */
const CASES: readonly Case[] = [
  {
    state: '23505',
    code: 'conflict',
    status: 409,
    statements: [['INSERT INTO thing VALUES (1)'], ['INSERT INTO thing VALUES (1)']],
  },
  { state: '23503', code: 'still-referenced', status: 409, statements: [['INSERT INTO part VALUES (404)']] },
  { state: '23514', code: 'rule-violated', status: 422, statements: [['INSERT INTO thing VALUES (-1)']] },
  { state: '23502', code: 'rule-violated', status: 422, statements: [['INSERT INTO thing VALUES (NULL)']] },
  {
    state: '23P01',
    code: 'conflict',
    status: 409,
    statements: [["INSERT INTO slot VALUES ('[1,5)')"], ["INSERT INTO slot VALUES ('[2,3)')"]],
  },
  { state: '22001', code: 'unusable-value', status: 400, statements: [["INSERT INTO short VALUES ('too long')"]] },
  { state: '22P02', code: 'unusable-value', status: 400, statements: [['SELECT $1::uuid', ['x']]] },
  { state: '22021', code: 'unusable-value', status: 400, statements: [['SELECT $1::text', ['a\u0000b']]] },
  { state: '22P05', code: 'unusable-value', status: 400, statements: [['SELECT $1::jsonb', ['{"a":"\\u0000"}']]] },
  { state: '22003', code: 'unusable-value', status: 400, statements: [['SELECT $1::int', ['2147483648']]] },
  { state: '22008', code: 'unusable-value', status: 400, statements: [['SELECT $1::date', ['2026-13-01']]] },
  { state: '22007', code: 'unusable-value', status: 400, statements: [['SELECT $1::date', ['soon']]] },
  { state: '54001', code: 'unusable-value', status: 400, statements: [['SELECT $1::json', ['['.repeat(100_000)]]] },
  {
    state: '25006',
    code: 'read-only',
    status: 503,
    statements: [['SET TRANSACTION READ ONLY'], ['INSERT INTO thing VALUES (2)']],
  },
  {
    state: '57014',
    code: 'timeout',
    status: 504,
    statements: [["SET LOCAL statement_timeout = '20ms'"], ['SELECT pg_sleep(2)']],
  },
  { state: '57P01', code: 'unavailable', status: 503, statements: [['SELECT pg_terminate_backend(pg_backend_pid())']] },
  { state: '53100', code: 'full', status: 507, statements: [raise('53100')] },
  { state: '53300', code: 'unavailable', status: 503, statements: [raise('53300')] },
  { state: '55P03', code: 'locked', status: 503, statements: [raise('55P03')] },
  { state: '08006', code: 'unavailable', status: 503, statements: [raise('08006')] },
]

describe('what PostgreSQL refuses', () => {
  let database: TestDatabase

  before(async () => {
    database = await testDatabase()
    await database.db.raw('CREATE TABLE thing (id int PRIMARY KEY CHECK (id > 0))')
    await database.db.raw('CREATE TABLE part (thing_id int CONSTRAINT part_of_thing REFERENCES thing (id))')
    await database.db.raw('CREATE TABLE short (name varchar(2))')
    await database.db.raw('CREATE TABLE slot (during int4range, EXCLUDE USING gist (during WITH &&))')
  })
  after(() => database.close())

  const run = (statements: Case['statements']): Promise<void> =>
    database.db.transaction(testOrigin, async (tx) => {
      for (const [text, values] of statements) await tx.raw(text, values)
    })

  for (const { state, code, status, statements } of CASES) {
    test(`${state} becomes ${status} database/${code}`, async () => {
      const thrown = await run(statements).then(
        () => null,
        (error: unknown) => error,
      )
      assert.ok(thrown instanceof Problem, String(thrown))
      assert.deepEqual([thrown.code, thrown.status], [`database/${code}`, status])
      assert.equal(
        thrown.retryAfterSeconds === undefined,
        status !== 503,
        'who is answered 503 is told when to come again',
      )
    })
  }

  test('a statement that is wrong in itself stays a bug', async () => {
    for (const text of ['SELECT nothing FROM nowhere', 'SELEC 1', 'SELECT 1/0']) {
      const thrown = await run([[text]]).then(
        () => null,
        (error: unknown) => error,
      )
      assert.ok(thrown instanceof Error && !(thrown instanceof Problem), text)
      assert.match((thrown as Error & { code: string }).code, /^(42|22012)/)
    }
  })

  test('the violated constraint is told by name', async () => {
    const thrown = await run([['INSERT INTO part VALUES (404)']]).then(
      () => null,
      (error: unknown) => error,
    )
    assert.equal(violatedConstraint((thrown as Problem).cause), 'part_of_thing')
  })
})

test('errors that did not come from the server are connection losses, pool waits or bugs', () => {
  const code = (error: unknown): string | undefined => {
    const mapped = toDatabaseProblem(error)
    return mapped instanceof Problem ? mapped.code : undefined
  }
  for (const name of ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND'])
    assert.equal(code(Object.assign(new Error('connect'), { code: name })), 'database/unavailable')
  assert.equal(code(new Error('Connection terminated unexpectedly')), 'database/unavailable')
  assert.equal(code(new Error('Client was closed and is not queryable')), 'database/unavailable')
  assert.equal(code(new Error('timeout exceeded when trying to connect')), 'database/pool-timeout')
  assert.equal(code(new Error('Query read timeout')), 'database/timeout')
  assert.equal(code(new TypeError('x is undefined')), undefined)
  assert.equal(code(Object.assign(new Error('a Node error'), { code: 'EPERM' })), undefined)
  assert.equal(code(null), undefined)
})
