import { now } from '../../../../kernel/clock.ts'
import type { Db } from '../../../../kernel/db/database.ts'
import { decimal, formatDecimal } from '../../../../kernel/decimal.ts'
import type { Id } from '../../../../kernel/id.ts'
import type { TradingDeps } from '../../deps.ts'
import type { EntryRow, SessionRow } from '../../journal/tables.ts'
import { viewAccount } from '../../ledger/account-view.ts'
import { saidOfFees } from '../../ledger/fees/fee-schedule-view.ts'
import { findFees } from '../../ledger/fees/fee-schedules.ts'
import { viewRateFrom } from '../../ledger/rate-view.ts'
import type {
  AccountRow,
  CashMovementRow,
  CorporateActionRow,
  ExecutionRow,
  InstrumentRow,
} from '../../ledger/tables.ts'
import { type AnyLine, FORMAT, FORMAT_VERSION, type LineOf } from './account-file.ts'
import { paged } from './pages.ts'
import { goalsAndLimits } from './write-goals.ts'
import { type Pictures, pictureLines, picturesOf, withPictures } from './write-pictures.ts'
import { barsOf, type Resolved, ratesOf, resolutionOf, statementsOf } from './write-prices.ts'
import { type SaidOfTrade, saidOfTrades, tagsAndPlaybooks } from './write-said.ts'

type Deps = Pick<TradingDeps, 'db' | 'files'>

/** Thrown when the account was changed while it was read: the file is left without its end. */
class AccountChanged extends Error {
  override readonly name = 'AccountChanged'
}

/** An account as lines of JSON, a page of rows or a part of a picture at a time. Throws when its figures change meanwhile. */
export async function* writeAccount({ db, files }: Deps, account: AccountRow): AsyncGenerator<string> {
  let lines = 0
  const toText = (some: readonly AnyLine[]): string => {
    lines += some.length
    return some.map((one) => `${JSON.stringify(one)}\n`).join('')
  }
  const instruments = await instrumentsOf(db, account)
  yield toText([await headOf(db, account), ...instruments, ...(await tagsAndPlaybooks(db, account))])
  for await (const one of ratesOf(db, account)) yield toText([one])
  for await (const some of executionsOf(db, account)) yield toText(some)
  for await (const some of cashOf(db, account)) yield toText(some)
  yield toText(await statementsOf(db, account))
  for await (const one of barsOf(db, idsOf(instruments))) yield toText([one])
  for await (const some of saidOfTrades(db, account)) yield toText(some.map(tradeLine))
  for await (const some of sessionsOf(db, account)) yield toText(some)
  const pictures = await picturesOf(db, files, account)
  for (const picture of pictures.taken) for await (const one of pictureLines(files, picture)) yield toText([one])
  for await (const some of entriesOf(db, account, pictures)) yield toText(some)
  yield toText(await goalsAndLimits(db, account))
  const [after] = await db.raw<{ generation: bigint }>('SELECT generation FROM trading.account WHERE id = $1', [
    account.id,
  ])
  if (after?.generation !== account.generation) throw new AccountChanged('the account was changed while it was read')
  yield toText([{ type: 'end', lines: lines + 1, picturesLeftOut: pictures.leftOut }])
}

const plain = (value: string): string => formatDecimal(decimal(value))
const plainOrNull = (value: string | null): string | null => (value === null ? null : plain(value))

async function headOf(db: Db, account: AccountRow): Promise<LineOf<'account'>> {
  const { name, broker, kind, currency, timeZone, sessionCutoff, ...rest } = viewAccount(account)
  const { matchingMethod, positionMode, openingBalance, openedOn } = rest
  const { fee_schedule_id: feesId, owner_id: ownerId } = account
  const fees = feesId === null ? null : await findFees(db, { ownerId, id: feesId })
  return {
    ...{ type: 'account', format: FORMAT, version: FORMAT_VERSION, exportedAt: now().toISOString() },
    ...{ name, broker, kind, currency, timeZone, sessionCutoff },
    ...{ matchingMethod, positionMode, openingBalance, openedOn },
    feeSchedule: fees === null ? null : saidOfFees(fees),
  }
}

/** Those that something happened in, and all that a corporate action leads to or from. */
const INSTRUMENTS = `
  WITH RECURSIVE held (id) AS (
    SELECT instrument_id FROM (
      SELECT DISTINCT instrument_id FROM trading.execution WHERE account_id = $1 AND source <> 'system'
      UNION SELECT instrument_id FROM trading.cash_movement WHERE account_id = $1 AND instrument_id IS NOT NULL
      UNION SELECT instrument_id FROM trading.statement WHERE account_id = $1 AND instrument_id IS NOT NULL
      UNION SELECT instrument_id FROM trading.import_statement WHERE account_id = $1 AND instrument_id IS NOT NULL) AS used
    UNION
    SELECT CASE WHEN action.instrument_id = held.id THEN action.to_instrument_id ELSE action.instrument_id END
      FROM held JOIN trading.corporate_action action
        ON action.kind <> 'split' AND held.id IN (action.instrument_id, action.to_instrument_id))
  SELECT instrument.* FROM trading.instrument JOIN held USING (id) ORDER BY instrument.id`
const ACTIONS = `
  SELECT * FROM trading.corporate_action WHERE instrument_id = ANY($1::uuid[]) ORDER BY id`

async function instrumentsOf(db: Db, { id }: AccountRow): Promise<AnyLine[]> {
  const instruments = (await db.raw(INSTRUMENTS, [id])) as unknown as InstrumentRow[]
  const actions = (await db.raw(ACTIONS, [instruments.map((one) => one.id)])) as unknown as CorporateActionRow[]
  return [...instruments.map(instrumentLine), ...actions.map(actionLine)]
}

function idsOf(lines: readonly AnyLine[]): Id<'instrument'>[] {
  return lines.flatMap((line) => (line.type === 'instrument' ? [line.id] : []))
}

function instrumentLine(row: InstrumentRow): LineOf<'instrument'> {
  return {
    ...{ type: 'instrument', id: row.id, symbol: row.symbol, assetClass: row.asset_class, currency: row.currency },
    ...{ multiplier: plain(row.multiplier), multiplierSource: row.multiplier_source },
    ...{ brokerMultiplier: plainOrNull(row.broker_multiplier), tickSize: plainOrNull(row.tick_size), root: row.root },
    ...{ expiresOn: row.expires_on, strike: plainOrNull(row.strike), right: row.option_right },
    ...{ exchange: row.exchange, aliases: row.aliases },
  }
}

function actionLine(row: CorporateActionRow): LineOf<'corporate-action'> {
  return {
    ...{ type: 'corporate-action', instrumentId: row.instrument_id, kind: row.kind },
    ...{ effectiveAt: row.effective_at.toISOString(), toInstrumentId: row.to_instrument_id },
    ...{ numerator: plain(row.numerator), denominator: plain(row.denominator), costShare: plainOrNull(row.cost_share) },
  }
}

/** What the system said of expired options follows from the rest. */
const EXECUTIONS = `
  SELECT execution.*, resolution.difference, resolution.reason FROM trading.execution
    LEFT JOIN trading.resolution ON resolution.subject_id = execution.id
   WHERE execution.account_id = $1 AND execution.id > $2 AND execution.source <> 'system' ORDER BY execution.id LIMIT $3`

async function* executionsOf(db: Db, account: AccountRow): AsyncGenerator<LineOf<'execution'>[]> {
  for await (const rows of paged<ExecutionRow & Resolved>(db, EXECUTIONS, account)) yield rows.map(executionLine)
}

function executionLine(row: ExecutionRow & Resolved): LineOf<'execution'> {
  return {
    ...{ type: 'execution', id: row.id, lineageId: row.lineage_id, instrumentId: row.instrument_id },
    ...{ positionRef: row.position_ref, kind: row.kind, side: row.side === 1 ? 'buy' : 'sell' },
    ...{ quantity: plain(row.quantity), price: plain(row.price), executedAt: row.executed_at.toISOString() },
    ...{ sourceZone: row.source_zone, sequence: Number(row.sequence), effect: row.effect, fees: plain(row.fees) },
    ...{
      feeParts: row.fee_parts,
      feeSource: row.fee_source,
      fxRate: plain(row.fx_rate),
      rateFrom: viewRateFrom(row),
      reportedPnl: plainOrNull(row.reported_pnl),
      resolution: resolutionOf(row),
    },
    ...{ orderId: row.order_id, externalId: row.external_id, linkedId: row.linked_id },
    ...{ source: row.source === 'import' ? 'import' : 'manual', isSuperseded: row.superseded_at !== null },
  }
}

const CASH = 'SELECT * FROM trading.cash_movement WHERE account_id = $1 AND id > $2 ORDER BY id LIMIT $3'

async function* cashOf(db: Db, account: AccountRow): AsyncGenerator<LineOf<'cash'>[]> {
  for await (const rows of paged<CashMovementRow>(db, CASH, account)) yield rows.map(cashLine)
}

function cashLine(row: CashMovementRow): LineOf<'cash'> {
  return {
    ...{ type: 'cash', kind: row.kind, amount: plain(row.amount), currency: row.currency, fxRate: plain(row.fx_rate) },
    ...{ happenedAt: row.happened_at.toISOString(), instrumentId: row.instrument_id, note: row.note },
    ...{ rateFrom: viewRateFrom(row), symbol: row.symbol, asImported: row.as_imported },
    ...{ externalId: row.external_id, source: row.fingerprint === null ? 'manual' : 'import' },
  }
}

function tradeLine({ id, note, review, tagIds, groupId, stops, checks }: SaidOfTrade): LineOf<'trade'> {
  return {
    ...{ type: 'trade', id, tagIds, groupId, stops, checks },
    note:
      note === null
        ? null
        : {
            ...{ initialStop: plainOrNull(note.initial_stop), plannedTarget: plainOrNull(note.planned_target) },
            ...{ initialRisk: plainOrNull(note.initial_risk), playbookId: note.playbook_id, rating: note.rating },
            ...{ reviewState: note.review_state, reportedMae: plainOrNull(note.reported_mae) },
            ...{ reportedMfe: plainOrNull(note.reported_mfe), text: note.text },
          },
    review:
      review === null
        ? null
        : {
            ...{ quality: review.quality, mood: review.mood, moodWords: review.mood_words },
            ...{ lesson: review.lesson, executionVsPlan: review.execution_vs_plan },
            reviewedAt: review.reviewed_at.toISOString(),
          },
  }
}

const SESSIONS = `
  SELECT * FROM trading.session WHERE account_id = $1 AND id > $2 AND ended_at IS NOT NULL ORDER BY id LIMIT $3`

/** One that runs has no end yet. */
async function* sessionsOf(db: Db, account: AccountRow): AsyncGenerator<LineOf<'session'>[]> {
  for await (const rows of paged<SessionRow>(db, SESSIONS, account))
    yield rows.flatMap(({ ended_at: endedAt, ...row }) =>
      endedAt === null
        ? []
        : [
            {
              ...{ type: 'session', id: row.id, startedAt: row.started_at.toISOString() },
              ...{
                endedAt: endedAt.toISOString(),
                plan: row.plan,
                summary: row.summary,
                checklist: [...row.checklist],
              },
              ...{ moodBefore: row.mood_before, moodAfter: row.mood_after },
            },
          ],
    )
}

type TaggedEntry = EntryRow & {
  readonly tag_ids: Id<'tag'>[]
  readonly file_ids: Id<'file'>[]
  readonly is_of_nothing: boolean
}
const ENTRIES = `
  SELECT entry.*, entry.scope = 'trade' AND NOT EXISTS (
           SELECT FROM trading.execution WHERE account_id = $1 AND lineage_id = entry.trade_id) AS is_of_nothing, array(SELECT tag_id FROM trading.journal_tag WHERE entry_id = entry.id ORDER BY tag_id) AS tag_ids,
         array(SELECT file_id FROM trading.journal_file WHERE entry_id = entry.id ORDER BY place) AS file_ids
    FROM trading.journal_entry entry LEFT JOIN trading.session session ON session.id = entry.session_id
   WHERE entry.account_id = $1 AND entry.id > $2 AND (entry.session_id IS NULL OR session.ended_at IS NOT NULL)
   ORDER BY entry.id LIMIT $3`

async function* entriesOf(db: Db, account: AccountRow, { taken }: Pictures): AsyncGenerator<LineOf<'entry'>[]> {
  const ids = new Set<string>(taken.map(({ id }) => id))
  for await (const rows of paged<TaggedEntry>(db, ENTRIES, account))
    yield rows.map((row) => ({
      ...{ type: 'entry', ...aboutOf(row), day: row.day, sessionId: row.session_id },
      ...{ title: row.title, body: withPictures(row.body, ids), mood: row.mood, moodWords: row.mood_words },
      ...{
        createdAt: row.created_at.toISOString(),
        tagIds: row.tag_ids,
        pictureIds: row.file_ids.filter((id) => ids.has(id)),
      },
    }))
}

/** Of a trade that went with its import the day is left. */
function aboutOf({ scope, trade_id: tradeId, is_of_nothing: isOfNothing }: TaggedEntry) {
  return isOfNothing ? ({ scope: 'day', tradeId: null } as const) : { scope, tradeId }
}
