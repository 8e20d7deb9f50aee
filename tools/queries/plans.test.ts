import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import pg from 'pg'
import { createDatabaseUrl } from '../../test/support/database.ts'
import { fillTables } from './fill-tables.ts'
import { explain, queriesDocument, statementsOf } from './plans.ts'

describe('statements', () => {
  const shownOf = (...texts: string[]): string[] => statementsOf(texts, ['shop', 'kernel']).map(({ shown }) => shown)

  test('of our schemas are kept, quoted or not; the rest is left out', () => {
    const kept = [
      'SELECT id FROM shop.item',
      'select "id" from "shop"."item"',
      'WITH a AS (SELECT 1) DELETE FROM kernel.mail',
    ]
    const others = [
      'begin',
      'SELECT 1',
      'SELECT id FROM workshop.item',
      'SELECT id FROM pgboss.job JOIN shop.item ON true',
      'CREATE TABLE shop.a ()',
    ]
    assert.deepEqual(shownOf(...kept, ...others), kept.toSorted())
  })

  test('that differ in the length of a list or a batch are one', () => {
    const lists = [
      'select * from "shop"."item" where "id" in ($1) and "a" = $2',
      'select * from "shop"."item" where "id" in ($1, $2, $3) and "a" = $4',
    ]
    assert.deepEqual(shownOf(...lists), ['select * from "shop"."item" where "id" in ($list) and "a" = $1'])
    const batches = ['insert into "shop"."item" values ($1, $2)', 'insert into "shop"."item" values ($1, $2), ($3, $4)']
    assert.deepEqual(shownOf(...batches), ['insert into "shop"."item" values ($value, $value)'])
  })

  test('that differ in their conditions stay apart', () => {
    assert.equal(
      shownOf('SELECT FROM shop.item WHERE a = $1', 'SELECT FROM shop.item WHERE a = $1 AND b = $2').length,
      2,
    )
  })
})

describe('plans', () => {
  let client: pg.Client
  let drop: () => Promise<void>
  before(async () => {
    const database = await createDatabaseUrl()
    drop = database.drop
    client = new pg.Client({ connectionString: database.url })
    await client.connect()
    await client.query(`CREATE SCHEMA shop;
      CREATE TABLE shop.person (id uuid PRIMARY KEY);
      CREATE TABLE shop.item (id uuid PRIMARY KEY, owner_id uuid NOT NULL REFERENCES shop.person, code text UNIQUE CHECK (length(code) < 4));
      CREATE TABLE shop.empty (id uuid PRIMARY KEY);
      INSERT INTO shop.person VALUES (gen_random_uuid());
      INSERT INTO shop.item SELECT gen_random_uuid(), id, 'abc' FROM shop.person`)
    await fillTables(client, ['shop'])
  })
  after(async () => {
    await client.end()
    await drop()
  })

  test('are made on some 2,000 rows, whatever keys and checks say; an empty table stays empty', async () => {
    const { rows } = await client.query(
      'SELECT (SELECT count(*) FROM shop.item)::int AS item, (SELECT count(*) FROM shop.empty)::int AS empty',
    )
    assert.deepEqual(rows, [{ item: 2001, empty: 0 }])
  })

  test('show an index where there is one, and a scan where there is none', async () => {
    const texts = ['SELECT id FROM shop.item WHERE code = $1', 'SELECT id FROM shop.item WHERE owner_id = $1']
    const document = queriesDocument(await explain(client, statementsOf(texts, ['shop'])))
    assert.match(
      document,
      /code = \$1\n```\n\n```\nIndex Scan using item_code_key on item\n {2}Index Cond: \(code = \$n\)\n/,
    )
    assert.match(document, /owner_id = \$1\n```\n\n```\nSeq Scan on item\n/)
  })

  test('that cannot be made are told with their statement', async () => {
    const broken = statementsOf(['SELECT nothing FROM shop.item'], ['shop'])
    await assert.rejects(explain(client, broken), /column "nothing" does not exist: SELECT nothing FROM shop\.item/)
  })
})
