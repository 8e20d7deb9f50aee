import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import pg from 'pg'
import { type TestDatabase, testDatabase, testOrigin } from '../../../test/support/database.ts'
import { newId } from '../../kernel/id.ts'
import { ACCOUNTS, type LedgerTarget, postSource } from './ledger.ts'

describe('74: the book, attacked in SQL', () => {
  let database: TestDatabase
  let client: pg.Client
  before(async () => {
    database = await testDatabase({
      sources: [{ name: 'payments', migrations: new URL('./migrations/', import.meta.url) }],
    })
    client = new pg.Client({ connectionString: database.url })
    await client.connect()
    await client.query("INSERT INTO payments.ledger_account VALUES ('a', 'asset'), ('b', 'liability')")
  })
  after(async () => {
    await client.end()
    await database.close()
  })

  type Entry = [account: string, currency: string, minor: number]

  async function write(rule: string, entries: readonly Entry[]): Promise<string> {
    const id = newId<'ledger-tx'>()
    await client.query('BEGIN')
    try {
      await client.query(
        "INSERT INTO payments.ledger_tx (id, rule, source_kind, source_id, step, posted_at) VALUES ($1, $2, 'balance', $1::uuid::text, 1, now())",
        [id, rule],
      )
      for (const [at, [account, currency, minor]] of entries.entries())
        await client.query('INSERT INTO payments.ledger_entry VALUES ($1, $2, $3, $4, $5)', [
          id,
          at,
          account,
          currency,
          minor,
        ])
      await client.query('COMMIT')
    } catch (error) {
      await client.query('ROLLBACK')
      throw error
    }
    return id
  }

  const refused: readonly [string, string, readonly Entry[]][] = [
    [
      'an unbalanced transaction',
      'fee',
      [
        ['a', 'USD', 100],
        ['b', 'USD', -99],
      ],
    ],
    [
      'currencies that balance only each other',
      'fee',
      [
        ['a', 'USD', 100],
        ['b', 'EUR', -100],
      ],
    ],
    [
      'two currencies outside an exchange',
      'fee',
      [
        ['a', 'USD', 1],
        ['b', 'USD', -1],
        ['a', 'EUR', 1],
        ['b', 'EUR', -1],
      ],
    ],
    [
      'three currencies in an exchange',
      'fx',
      [
        ['a', 'USD', 1],
        ['b', 'USD', -1],
        ['a', 'EUR', 1],
        ['b', 'EUR', -1],
        ['a', 'GBP', 1],
        ['b', 'GBP', -1],
      ],
    ],
    ['a transaction of nothing', 'fee', []],
    [
      'an entry of nothing',
      'fee',
      [
        ['a', 'USD', 0],
        ['b', 'USD', 0],
      ],
    ],
    [
      'an account there is not',
      'fee',
      [
        ['nowhere', 'USD', 1],
        ['b', 'USD', -1],
      ],
    ],
  ]
  for (const [what, rule, entries] of refused)
    test(`${what} is refused`, async () => {
      await assert.rejects(write(rule, entries), (error: pg.DatabaseError) => error.code?.startsWith('23') === true)
      const { rows } = await client.query(
        'SELECT count(*)::int AS n FROM payments.ledger_balance WHERE balance_minor <> 0',
      )
      assert.equal(rows[0].n, 0)
    })

  test('what was posted is neither changed, taken away, emptied nor added to', async () => {
    const id = await write('fee', [
      ['a', 'USD', 5],
      ['b', 'USD', -5],
    ])
    for (const statement of [
      'UPDATE payments.ledger_entry SET amount_minor = 1',
      'DELETE FROM payments.ledger_entry',
      'TRUNCATE payments.ledger_entry',
      "UPDATE payments.ledger_tx SET rule = 'payout'",
      'DELETE FROM payments.ledger_tx',
      'TRUNCATE payments.ledger_tx CASCADE',
      "UPDATE payments.ledger_account SET kind = 'income'",
      `INSERT INTO payments.ledger_entry VALUES ('${id}', 8, 'a', 'USD', 7), ('${id}', 9, 'b', 'USD', -7)`,
      'UPDATE payments.observation SET state = state',
      'DELETE FROM payments.observation',
      'TRUNCATE payments.observation',
    ])
      await assert.rejects(client.query(statement), (error: pg.DatabaseError) => error.code === '23000', statement)
    await write('fee', [
      ['a', 'USD', -5],
      ['b', 'USD', 5],
    ])
  })

  test('the same source is posted once; a changed amount posts the difference', async () => {
    const target = (minor: bigint): LedgerTarget => ({
      source: { rule: 'fee', kind: 'balance', id: 'txn_1' },
      lines: [
        { account: ACCOUNTS.fees, currency: 'USD', minor },
        { account: 'psp/stripe/acct/live', currency: 'USD', minor: -minor },
      ],
    })
    const post = (minor: bigint) => database.db.transaction(testOrigin, (tx) => postSource(tx, target(minor), null))
    await Promise.all(Array.from({ length: 8 }, () => post(59n)))
    await post(60n)
    const { rows } = await client.query(
      `SELECT step, amount_minor FROM payments.ledger_tx JOIN payments.ledger_entry ON tx_id = id
        WHERE source_id = 'txn_1' AND account = $1 ORDER BY step`,
      [ACCOUNTS.fees],
    )
    assert.deepEqual(rows, [
      { step: 1, amount_minor: '59' },
      { step: 2, amount_minor: '1' },
    ])
    const { rows: held } = await client.query('SELECT balance_minor FROM payments.ledger_balance WHERE account = $1', [
      ACCOUNTS.fees,
    ])
    assert.deepEqual(held, [{ balance_minor: '60' }])
  })
})
