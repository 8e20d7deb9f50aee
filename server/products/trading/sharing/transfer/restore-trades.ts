import { now } from '../../../../kernel/clock.ts'
import { type Id, newId } from '../../../../kernel/id.ts'
import type { JournalTables, ReviewRow } from '../../journal/tables.ts'
import { bulkTable, copied, insertAll } from '../../ledger/bulk.ts'
import type { TradeNoteRow } from '../../ledger/tables.ts'
import { readPast, readPositive } from '../../ledger/values.ts'
import type { LineOf } from './account-file.ts'
import { AccountFileRefusal } from './read-account.ts'
import { known, knownOrNull, type Lines, located, type Restoring } from './restoring.ts'

type Line = Lines<LineOf<'trade'>>[number]

const notes = bulkTable<TradeNoteRow>('trading.trade_note', [
  'trade_id',
  'account_id',
  'initial_stop',
  'planned_target',
  'initial_risk',
  'playbook_id',
  'rating',
  'review_state',
  'reported_mae',
  'reported_mfe',
  'text',
  'version',
  'updated_at',
])

type Held<Kind extends string, Column extends string> = {
  readonly trade_id: Id<'trade'>
  readonly account_id: Id<'trading-account'>
} & Readonly<Record<Column, Id<Kind>>>
const tags = bulkTable<Held<'tag', 'tag_id'>>('trading.trade_tag', ['trade_id', 'tag_id', 'account_id'])
const members = bulkTable<Held<'trade-group', 'group_id'>>('trading.trade_group_member', [
  'trade_id',
  'group_id',
  'account_id',
])

/** What was said of trades, each named by the lineage that opens it. */
export async function restoreTrades(restoring: Restoring, lines: Lines<LineOf<'trade'>>): Promise<void> {
  const { tx, account } = restoring
  const read = lines.map((line) => located(line.at, () => rowsOf(restoring, line)))
  await insertAll(tx, [
    ...copied(
      notes,
      read.flatMap((one) => one.note ?? []),
    ),
    ...copied(
      tags,
      read.flatMap((one) => one.tags),
    ),
    ...copied(
      members,
      read.flatMap((one) => one.member ?? []),
    ),
  ])
  for (const { review } of read)
    if (review !== null) await tx.query<JournalTables>().insertInto('trading.trade_review').values(review).execute()
  await insertStops(
    restoring,
    read.flatMap((one) => one.stops),
  )
  const checks = read.flatMap((one) => one.checks)
  await tx.raw(
    `INSERT INTO trading.trade_rule_result (trade_id, playbook_id, rule_id, account_id, passed, recorded_at)
     SELECT trade_id, playbook_id, rule_id, $5, passed, $6
       FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::boolean[]) AS said (trade_id, playbook_id, rule_id, passed)`,
    [
      ...[checks.map((one) => one.tradeId), checks.map((one) => one.playbookId), checks.map((one) => one.ruleId)],
      ...[checks.map((one) => one.passed), account.id, now()],
    ],
  )
}

type Stop = NonNullable<Line['stops']>[number] & { readonly tradeId: Id<'trade'>; readonly at: Date }

async function insertStops({ tx, account }: Restoring, stops: readonly Stop[]): Promise<void> {
  await tx.raw(
    `INSERT INTO trading.stop_change (id, trade_id, account_id, from_price, to_price, is_away, changed_at)
     SELECT id, trade_id, $3, from_price, to_price, is_away, changed_at
       FROM unnest($1::uuid[], $2::uuid[], $4::numeric[], $5::numeric[], $6::boolean[], $7::timestamptz[])
         AS said (id, trade_id, from_price, to_price, is_away, changed_at)`,
    [
      ...[stops.map(() => newId()), stops.map(({ tradeId }) => tradeId), account.id],
      ...[stops.map(({ from }) => from), stops.map(({ to }) => to)],
      ...[stops.map(({ isAway }) => isAway), stops.map(({ at }) => at)],
    ],
  )
}

function rowsOf(restoring: Restoring, line: Line) {
  const { at, note, review, groupId } = line
  const tradeId = known<Id<'trade'>>(restoring, 'executionId', line.id, at)
  restoring.name('tradeId', line.id, tradeId, at)
  const own = { trade_id: tradeId, account_id: restoring.account.id }
  const stamps = { version: 1, updated_at: now() }
  const group = knownOrNull<Id<'trade-group'>>(restoring, 'groupId', groupId, at)
  const rules = new Set(line.checks.map(({ playbookId, ruleId }) => `${playbookId} ${ruleId}`))
  if (rules.size < line.checks.length) throw new AccountFileRefusal('twice', at, '/checks')
  return {
    note: note === null ? null : noteRow(restoring, line, note),
    review: review === null ? null : reviewRow(line, review, { ...own, ...stamps }),
    tags: [...new Set(line.tagIds.map((id) => known<Id<'tag'>>(restoring, 'tagIds', id, at)))].map((tag_id) => ({
      ...own,
      tag_id,
    })),
    stops: (line.stops ?? []).map((stop) => ({
      ...stop,
      ...{ tradeId, at: located(at, () => readPast(stop.changedAt, '/stops/changedAt')) },
    })),
    member: group === null ? null : { ...own, group_id: group },
    checks: line.checks.map(({ playbookId, ...check }) => ({
      ...{ ...check, tradeId, playbookId: known<Id<'playbook'>>(restoring, 'playbookId', playbookId, at) },
    })),
  }
}

function noteRow(restoring: Restoring, { at, id }: Line, note: NonNullable<Line['note']>): TradeNoteRow {
  if (note.initialRisk !== null) readPositive(note.initialRisk, '/note/initialRisk')
  return {
    ...{ trade_id: known<Id<'trade'>>(restoring, 'executionId', id, at), account_id: restoring.account.id },
    ...{ initial_stop: note.initialStop, planned_target: note.plannedTarget, initial_risk: note.initialRisk },
    playbook_id: knownOrNull<Id<'playbook'>>(restoring, 'playbookId', note.playbookId, at),
    ...{ rating: note.rating, review_state: note.reviewState, reported_mae: note.reportedMae },
    ...{ reported_mfe: note.reportedMfe, text: note.text, version: 1, updated_at: now() },
  }
}

/** Files from before it was kept tell not when: it was reviewed now. */
function reviewRow(
  { at }: Line,
  { quality, mood = null, moodWords = [], lesson, executionVsPlan, reviewedAt }: NonNullable<Line['review']>,
  own: Pick<ReviewRow, 'trade_id' | 'account_id' | 'version' | 'updated_at'>,
): ReviewRow {
  return {
    ...{ ...own, quality, mood, mood_words: moodWords, lesson, execution_vs_plan: executionVsPlan },
    reviewed_at: reviewedAt === undefined ? now() : located(at, () => readPast(reviewedAt, '/review/reviewedAt')),
  }
}
