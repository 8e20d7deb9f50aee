import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { now } from '../../../kernel/clock.ts'
import { acceptId, cursorPage } from '../../../kernel/db/cursor.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { asId, type Id, newId } from '../../../kernel/id.ts'
import { touchAccounts } from '../ledger/trades/own-trade.ts'
import { assertOwnTags, ownTrade } from './own.ts'
import { journalProblem } from './problems.ts'
import { assertRules, type Rule } from './rules.ts'
import type { JournalTables, PlaybookRow, PlaybookVersionRow } from './tables.ts'

export interface OwnPlaybook {
  readonly ownerId: Id<'user'>
  readonly id: Id<'playbook'>
}

export interface PlaybookInput {
  readonly name: string
  readonly description: string
  readonly rules: readonly Rule[]
}

/** With the rules as they hold now. */
export interface Playbook extends PlaybookRow {
  readonly current: PlaybookVersionRow
}

const PLAYBOOKS_MAX = 200
const VERSIONS_MAX = 1000

/** Throws trading/playbook-not-found. */
export async function findPlaybook(source: Db | Tx, own: OwnPlaybook): Promise<Playbook> {
  const row = await ownRow(source, own).executeTakeFirst()
  if (row === undefined) throw journalProblem('playbook-not-found')
  return await withCurrent(source, row)
}

/** Throws trading/journal-full and trading/value-invalid. */
export async function createPlaybook(tx: Tx, ownerId: Id<'user'>, input: PlaybookInput): Promise<Playbook> {
  await assertPlaybook(tx, ownerId, input)
  await assertRoom(tx, ownerId)
  const row = await tx
    .query<JournalTables>()
    .insertInto('trading.playbook')
    .values({
      ...{ id: newId<'playbook'>(), owner_id: ownerId, name: input.name, status: 'active', version: 1 },
      ...{ created_at: now(), updated_at: now() },
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  const current = await addVersion(tx, row.id, 1, input)
  await audit(tx, 'created', row)
  return { ...row, current }
}

/** Throws trading/journal-full. */
export async function assertRoom(tx: Tx, ownerId: Id<'user'>): Promise<void> {
  const [known] = await tx.raw<{ count: bigint }>('SELECT count(*) FROM trading.playbook WHERE owner_id = $1', [
    ownerId,
  ])
  if ((known?.count ?? 0n) >= PLAYBOOKS_MAX) throw journalProblem('journal-full', { params: { max: PLAYBOOKS_MAX } })
}

/**
 * Other rules or words make a new version, which holds from now on; those before stay as they were. Throws trading/playbook-not-found,
 * trading/journal-stale, trading/journal-full and trading/value-invalid.
 */
export async function savePlaybook(
  tx: Tx,
  own: OwnPlaybook,
  input: PlaybookInput & { readonly status: PlaybookRow['status']; readonly version: number },
): Promise<Playbook> {
  const row = await ownRow(tx, own).forUpdate().executeTakeFirst()
  if (row === undefined) throw journalProblem('playbook-not-found')
  if (input.version !== row.version) throw journalProblem('journal-stale')
  await assertPlaybook(tx, own.ownerId, input)
  const { current: before } = await withCurrent(tx, row)
  const isSaid = before.description === input.description && isDeepStrictEqual(before.rules, input.rules)
  if (!isSaid && before.number >= VERSIONS_MAX) throw journalProblem('journal-full', { params: { max: VERSIONS_MAX } })
  const current = isSaid ? before : await addVersion(tx, row.id, before.number + 1, input)
  const saved = await tx
    .query<JournalTables>()
    .updateTable('trading.playbook')
    .set({ name: input.name, status: input.status, version: row.version + 1, updated_at: now() })
    .where('id', '=', row.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await touchAccounts(tx, await accountsOf(tx, row.id))
  await audit(tx, 'changed', saved, { number: current.number })
  return { ...saved, current }
}

/** The newest first. */
export async function listPlaybooks<Item>(
  db: Db,
  ownerId: Id<'user'>,
  query: { readonly status?: PlaybookRow['status']; readonly limit?: number; readonly cursor?: string },
  toItem: (row: PlaybookRow) => Item,
) {
  const page = cursorPage(query, acceptId)
  let rows = db
    .query<JournalTables>()
    .selectFrom('trading.playbook')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  if (query.status !== undefined) rows = rows.where('status', '=', query.status)
  if (page.after !== null) rows = rows.where('id', '<', asId<'playbook'>(page.after[0] ?? ''))
  return page.of(await rows.execute(), ({ id }) => [id], toItem)
}

/** In order, the first one first. */
export async function versionsOf(source: Db | Tx, playbookId: Id<'playbook'>): Promise<PlaybookVersionRow[]> {
  return await source
    .query<JournalTables>()
    .selectFrom('trading.playbook_version')
    .selectAll()
    .where('playbook_id', '=', playbookId)
    .orderBy('number')
    .execute()
}

interface Checks {
  readonly tradeId: Id<'trade'>
  /** By id of the rule; null takes the word back. */
  readonly results: Readonly<Record<string, boolean | null>>
}

/** What the trader says of items of the checklist. Throws trading/playbook-not-found and trading/trade-not-found. */
export async function saveChecks(tx: Tx, own: OwnPlaybook, { tradeId, results }: Checks): Promise<void> {
  await findPlaybook(tx, own)
  const { account_id: accountId } = await ownTrade(tx, own.ownerId, tradeId)
  const entries = Object.entries(results)
  const taken = entries.flatMap(([ruleId, passed]) => (passed === null ? [ruleId] : []))
  const said = entries.filter(([, passed]) => passed !== null)
  await tx.raw('DELETE FROM trading.trade_rule_result WHERE trade_id = $1 AND playbook_id = $2 AND rule_id = ANY($3)', [
    tradeId,
    own.id,
    taken,
  ])
  await tx.raw(
    `INSERT INTO trading.trade_rule_result (trade_id, playbook_id, account_id, recorded_at, rule_id, passed)
     SELECT $1, $2, $3, $4, * FROM unnest($5::text[], $6::boolean[])
     ON CONFLICT (trade_id, playbook_id, rule_id) DO UPDATE SET passed = excluded.passed, recorded_at = excluded.recorded_at`,
    [tradeId, own.id, accountId, now(), said.map(([ruleId]) => ruleId), said.map(([, passed]) => passed)],
  )
  await touchAccounts(tx, [accountId])
}

function ownRow(source: Db | Tx, { ownerId, id }: OwnPlaybook) {
  return source
    .query<JournalTables>()
    .selectFrom('trading.playbook')
    .selectAll()
    .where('id', '=', id)
    .where('owner_id', '=', ownerId)
}

async function withCurrent(source: Db | Tx, row: PlaybookRow): Promise<Playbook> {
  const current = await source
    .query<JournalTables>()
    .selectFrom('trading.playbook_version')
    .selectAll()
    .where('playbook_id', '=', row.id)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  return { ...row, current }
}

async function assertPlaybook(tx: Tx, ownerId: Id<'user'>, { rules }: PlaybookInput): Promise<void> {
  assertRules(rules)
  const ids = rules.flatMap((rule) => (rule.kind === 'tag-required' ? [rule.tagId] : []))
  await assertOwnTags(tx, ownerId, { ids: [...new Set(ids)], pointer: '/rules' })
}

async function addVersion(
  tx: Tx,
  playbookId: Id<'playbook'>,
  number: number,
  { description, rules }: PlaybookInput,
): Promise<PlaybookVersionRow> {
  return await tx
    .query<JournalTables>()
    .insertInto('trading.playbook_version')
    .values({
      ...{ playbook_id: playbookId, number, description, held_from: now() },
      rules: sql`${JSON.stringify(rules)}::jsonb`,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Accounts with trades of the playbook. */
async function accountsOf(tx: Tx, id: Id<'playbook'>): Promise<Id<'trading-account'>[]> {
  const rows = await tx
    .query<JournalTables>()
    .selectFrom('trading.trade_note')
    .select('account_id')
    .distinct()
    .where('playbook_id', '=', id)
    .execute()
  return rows.map((row) => row.account_id)
}

async function audit(tx: Tx, what: string, { id, status }: PlaybookRow, details: object = {}): Promise<void> {
  await tx.audit({
    action: `trading.playbook.${what}`,
    subject: { kind: 'playbook', id },
    details: { status, ...details },
  })
}
