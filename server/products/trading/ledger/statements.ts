import { now } from '../../../kernel/clock.ts'
import { acceptId, cursorPage } from '../../../kernel/db/cursor.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { compare, type Decimal, decimal, minus, ZERO } from '../../../kernel/decimal.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import { lockAccount, type OwnAccount } from './accounts.ts'
import { ownInstrument } from './instruments.ts'
import { ledgerProblem } from './problems.ts'
import { isNear } from './reported.ts'
import { type Figure, figuresFor, type StatedOf } from './stated-figures.ts'
import { rulesOfResults, type StatedRule } from './stated-rules.ts'
import type { AccountRow, ImportStatementRow, LedgerTables, StatementRow } from './tables.ts'

/** A statement of a file or of a hand. */
export interface StatedRow extends StatedOf {
  readonly amount: string
  readonly created_at: Date
  readonly batch_id: Id<'import-batch'> | null
  /** The row of its file. */
  readonly number: number | null
  readonly filename: string | null
  /** Of a position, or a result. */
  readonly symbol: string | null
}

/** A statement beside what we computed for the same. */
export interface Stated {
  readonly row: StatedRow
  readonly computed: Decimal
  readonly difference: Decimal
  readonly status: 'equal' | 'explained' | 'mismatch' | 'resolved'
  readonly rule: StatedRule | null
  readonly reason: string | null
}

export type NewStatement = Pick<StatementRow, 'day' | 'currency' | 'instrument_id' | 'amount'>

/** Keeps what a statement says; a second word on the same takes the place of the first. Throws trading/account-not-found, trading/instrument-not-found. */
export async function enterStatement(tx: Tx, own: OwnAccount, input: NewStatement): Promise<Id<'statement'>> {
  const account = await lockAccount(tx, own.ownerId, own.id)
  if (input.instrument_id !== null) await ownInstrument(tx, own.ownerId, input.instrument_id)
  const { id } = await tx
    .query<LedgerTables>()
    .insertInto('trading.statement')
    .values({ ...input, id: newId<'statement'>(), account_id: account.id, created_at: now() })
    .onConflict((conflict) =>
      conflict
        .columns(['account_id', 'day', 'currency', 'instrument_id'])
        .doUpdateSet({ amount: input.amount, created_at: now() }),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx.audit({ action: 'trading.statement.entered', subject: { kind: 'trading-account', id: account.id } })
  return id
}

type FileStatement = Pick<ImportStatementRow, 'day' | 'currency' | 'instrument_id' | 'amount' | 'since_at' | 'until_at'>

/** Keeps what a file of the broker said in the account that the file of an account is brought into: without an import. */
export async function keepFileStatement(
  tx: Tx,
  { id: accountId }: Pick<AccountRow, 'id'>,
  input: FileStatement,
): Promise<Id<'statement'>> {
  const id = newId<'statement'>()
  const kind = input.since_at !== null ? 'realised' : input.currency === null ? 'position' : 'cash'
  await tx
    .query<LedgerTables>()
    .insertInto('trading.import_statement')
    .values({ ...input, id, kind, account_id: accountId, batch_id: null, number: null, created_at: now() })
    .execute()
  return id
}

/** Throws trading/statement-not-found. */
export async function deleteStatement(tx: Tx, ownerId: Id<'user'>, id: Id<'statement'>): Promise<void> {
  const [row] = await tx.raw<{ account_id: string }>(
    `DELETE FROM trading.statement s USING trading.account a
      WHERE s.id = $1 AND a.id = s.account_id AND a.owner_id = $2 RETURNING s.account_id`,
    [id, ownerId],
  )
  if (row === undefined) throw ledgerProblem('statement-not-found')
  await tx.audit({ action: 'trading.statement.deleted', subject: { kind: 'trading-account', id: row.account_id } })
}

export interface StatedFilter {
  readonly limit?: number
  readonly cursor?: string
  /** All that this import brought. */
  readonly importId?: Id<'import-batch'>
  /** Only what is not equal. */
  readonly different?: boolean
}

/** Statements of the account `$1`. What several files say alike is told once, by the first of them; of the import `$2`, if one is asked for, all is told. */
export const STATED = `
  SELECT stated.*, batch.filename, i.symbol, i.currency AS instrument_currency FROM (
    SELECT id, CASE WHEN currency IS NULL THEN 'position' ELSE 'cash' END AS kind, day, currency, instrument_id, amount,
           NULL::timestamptz AS since_at, NULL::timestamptz AS until_at, created_at, NULL::uuid AS batch_id, NULL::integer AS number
      FROM trading.statement WHERE account_id = $1 AND $2::uuid IS NULL
     UNION ALL
    SELECT id, kind, day, currency, instrument_id, amount, since_at, until_at, created_at, batch_id, number
      FROM trading.import_statement said
     WHERE account_id = $1 AND CASE WHEN $2::uuid IS NULL THEN NOT EXISTS (
             SELECT FROM trading.import_statement former
              WHERE former.account_id = $1 AND former.day = said.day AND former.id < said.id AND former.kind = said.kind
                AND former.currency IS NOT DISTINCT FROM said.currency AND former.instrument_id IS NOT DISTINCT FROM said.instrument_id
                AND former.since_at IS NOT DISTINCT FROM said.since_at AND former.until_at = said.until_at AND former.amount = said.amount)
           ELSE batch_id = $2::uuid END
  ) AS stated
  LEFT JOIN trading.import_batch batch ON batch.id = stated.batch_id
  LEFT JOIN trading.instrument i ON i.id = stated.instrument_id`

/** In the order they were entered. A page of `different` ones may hold fewer than asked for. */
export async function listStatements(source: Db, account: AccountRow, input: StatedFilter) {
  const page = cursorPage(input, acceptId)
  const rows = await source.raw<StatedRow & Record<string, unknown>>(
    `${STATED} WHERE $3::uuid IS NULL OR stated.id > $3::uuid ORDER BY stated.id LIMIT $4`,
    [account.id, input.importId ?? null, page.after?.[0] ?? null, page.limit + 1],
  )
  const { items, nextCursor } = page.of(
    rows,
    (row) => [row.id],
    (row) => row,
  )
  const compared = await compareAll(source, account, items)
  return {
    items: input.different === true ? compared.filter(({ status }) => status !== 'equal') : compared,
    nextCursor,
  }
}

/** How many an import brought. */
export async function countStatements(source: Db, { id }: AccountRow, importId: Id<'import-batch'>): Promise<number> {
  const [counted] = await source.raw<{ count: number }>(
    'SELECT count(*)::integer AS count FROM trading.import_statement WHERE account_id = $1 AND batch_id = $2',
    [id, importId],
  )
  return counted?.count ?? 0
}

/** Undefined for one that is not of this account. */
export async function findStatement(source: Db, account: AccountRow, id: Id<'statement'>): Promise<Stated | undefined> {
  const rows = await source.raw<StatedRow & Record<string, unknown>>(`${STATED} WHERE stated.id = $3`, [
    ...[account.id, null, id],
  ])
  return (await compareAll(source, account, rows))[0]
}

async function compareAll(source: Db, account: AccountRow, rows: readonly StatedRow[]): Promise<Stated[]> {
  if (rows.length === 0) return []
  const former = await formerOf(source, rows)
  const figures = await figuresFor(source, account, [...rows, ...former.values()])
  const beside = rows.map((row) => standing(row, figures.get(row.id)))
  const open = beside.filter(({ isEqual }) => !isEqual)
  if (open.length === 0) return beside.map(({ row, computed, difference }) => ({ row, computed, difference, ...EQUAL }))
  const others = open.flatMap(({ row, gross }) => (row.kind === 'realised' ? [{ ...row, gross }] : []))
  const rules = new Map<Id<'statement'>, StatedRule>(await rulesOfResults(source, account, others))
  for (const { row, difference } of open) {
    const before = former.get(row.id)
    if (before === undefined) continue
    const then = standing(before, figures.get(before.id))
    if (!then.isEqual && isNear(then.difference, difference, row.currency ?? '')) rules.set(row.id, 'carried_over')
  }
  const reasons = await reasonsOf(source, open)
  return beside.map(({ row, computed, difference, isEqual }): Stated => {
    const rule = rules.get(row.id) ?? null
    const reason = reasons.get(row.id) ?? null
    const shown = { row, computed, difference }
    if (isEqual) return { ...shown, ...EQUAL }
    if (rule !== null) return { ...shown, status: 'explained', rule, reason: null }
    return { ...shown, status: reason === null ? 'mismatch' : 'resolved', rule: null, reason }
  })
}

const EQUAL = { status: 'equal', rule: null, reason: null } as const

interface Standing<Row> {
  readonly row: Row
  readonly computed: Decimal
  readonly gross: Decimal | null
  readonly difference: Decimal
  readonly isEqual: boolean
}

function standing<Row extends StatedOf & { readonly amount: string }>(
  row: Row,
  { computed, gross }: Figure = { computed: ZERO, gross: null },
): Standing<Row> {
  const stated = decimal(row.amount)
  const difference = minus(stated, computed)
  const isEqual = row.currency === null ? difference.units === 0n : isNear(stated, computed, row.currency)
  return { row, computed, gross, difference, isEqual }
}

type FormerRow = StatedOf & { readonly amount: string; readonly behind: Id<'statement'> }

/** The cash that the same file told before, by the statement behind it. */
async function formerOf(source: Db, rows: readonly StatedRow[]): Promise<ReadonlyMap<Id<'statement'>, FormerRow>> {
  const cash = rows.filter(({ kind, batch_id: batchId }) => kind === 'cash' && batchId !== null).map(({ id }) => id)
  if (cash.length === 0) return new Map()
  const found = await source.raw<FormerRow & Record<string, unknown>>(
    `SELECT said.id AS behind, former.*, NULL AS instrument_currency FROM trading.import_statement said
      CROSS JOIN LATERAL (
        SELECT * FROM trading.import_statement one
         WHERE one.batch_id = said.batch_id AND one.kind = 'cash' AND one.currency = said.currency AND one.until_at < said.until_at
         ORDER BY one.until_at DESC LIMIT 1) AS former
      WHERE said.id = ANY($1::uuid[])`,
    [cash],
  )
  return new Map(found.map((row) => [row.behind, row]))
}

/** Why differences are left as they are, as long as they are the same. */
async function reasonsOf(
  source: Db,
  open: readonly Standing<StatedRow>[],
): Promise<ReadonlyMap<Id<'statement'>, string>> {
  const resolutions = await source
    .query<LedgerTables>()
    .selectFrom('trading.resolution')
    .selectAll()
    .where(
      'subject_id',
      'in',
      open.map(({ row }) => row.id),
    )
    .execute()
  const reasons = new Map<Id<'statement'>, string>()
  for (const { row, difference } of open) {
    const resolution = resolutions.find(({ subject_id: id }) => id === row.id)
    if (resolution !== undefined && compare(decimal(resolution.difference), difference) === 0)
      reasons.set(row.id, resolution.reason)
  }
  return reasons
}
