import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import type { NamedInstrument } from '../imports/canonical.ts'
import { lockAccount } from './accounts.ts'
import type { ChainChange } from './chains.ts'
import { type ExecutionChange, type ExecutionInput, type Said, saidOf, tellsFees } from './execution-view.ts'
import { insertExecutions, type NewExecution } from './executions.ts'
import { type FeeEstimator, feeColumns } from './fees/estimate.ts'
import { feesOf } from './fees/fee-schedules.ts'
import { type FillRate, findFillRate, findFillRates, type RateAsked } from './fill-rates.ts'
import { namedOfInput, ownMultiplier } from './instrument-view.ts'
import { asTraded, findInstruments, instrumentKey, nameInstrument, ownInstrument } from './instruments.ts'
import { invalidValue, ledgerProblem } from './problems.ts'
import { rebuild } from './rebuild.ts'
import type { AccountRow, ExecutionRow, InstrumentRow, LedgerTables } from './tables.ts'

export interface Owned<Kind extends string> {
  readonly ownerId: Id<'user'>
  readonly id: Id<Kind>
}

/** Fills that a person enters, all or none; without a word on fees the account's schedule charges them. Throws trading/account-not-found, trading/instrument-not-found, trading/needs-multiplier, trading/value-invalid. */
export async function enterExecutions(
  tx: Tx,
  own: Owned<'trading-account'>,
  inputs: readonly ExecutionInput[],
  pointers: (at: number) => string,
): Promise<Id<'execution'>[]> {
  const account = await lockAccount(tx, own.ownerId, own.id)
  const instruments = await instrumentsOf(tx, account, inputs, pointers)
  const estimate = await feesOf(tx, account)
  const entering = inputs.map((input, at): Entering => {
    const instrument = instruments[at]
    if (instrument === undefined) throw new TypeError('an instrument for each')
    return { instrument, input, said: saidOf(input, nothingSaid(account), pointers(at)), at: pointers(at), estimate }
  })
  const rates = await findFillRates(tx, account, entering.map(rateAsked))
  const rows = entering.map((one, at) => entered(account, one, rates[at]))
  await insertExecutions(tx, rows)
  await rebuild(tx, account, rows.map(changeOf))
  await auditExecutions(tx, account, 'entered', rows)
  return rows.map(({ id }) => id)
}

async function instrumentsOf(
  tx: Tx,
  account: AccountRow,
  inputs: readonly ExecutionInput[],
  pointers: (at: number) => string,
): Promise<InstrumentRow[]> {
  const named = inputs.map(({ instrument, executedAt }, at) => {
    if (instrument === undefined) return null
    return asTraded(namedOfInput(instrument, `${pointers(at)}/instrument`), new Date(executedAt))
  })
  const isNamed = (one: NamedInstrument | null): one is NamedInstrument => one !== null
  const found = await findInstruments(tx, account.owner_id, named.filter(isNamed), account.currency)
  const rows: InstrumentRow[] = []
  const owned = new Map<Id<'instrument'>, InstrumentRow>()
  for (const [at, { instrumentId, instrument }] of inputs.entries()) {
    const name = named[at] ?? null
    if ((instrumentId === undefined) === (name === null))
      throw invalidValue(`${pointers(at)}/instrumentId`, 'either', 'is given, or the instrument is named')
    if (instrumentId !== undefined) {
      const row = owned.get(instrumentId) ?? (await ownInstrument(tx, account.owner_id, instrumentId))
      owned.set(instrumentId, row)
      rows.push(row)
    } else if (name !== null && instrument !== undefined) {
      const known = found.get(instrumentKey(name, account.currency)) ?? 'needs-mapping'
      const multiplier = ownMultiplier(instrument, `${pointers(at)}/instrument`)
      const own = { ownerId: account.owner_id, multiplier, currency: account.currency }
      rows.push(known === 'needs-mapping' ? await nameInstrument(tx, own, name) : known)
    }
  }
  return rows
}

interface Entering {
  readonly input: ExecutionInput
  readonly instrument: InstrumentRow
  readonly said: Said
  readonly at: string
  readonly estimate: FeeEstimator | null
}

function rateAsked({ input, instrument, said, at }: Entering): RateAsked {
  return { given: input.fxRate, currency: instrument.currency, at: said.executed_at, pointer: at }
}

function entered(account: AccountRow, entering: Entering, rate: FillRate | undefined): NewExecution {
  const { input, instrument, said, at, estimate } = entering
  const id = newId<'execution'>()
  checkPosition(account, said, at)
  if (rate === undefined) throw new TypeError('a rate for each')
  const fees = tellsFees(input) ? {} : feeColumns(estimate, { ...said, ...rate }, instrument)
  return {
    ...{ id, account_id: account.id, instrument_id: instrument.id, lineage_id: id, ...said },
    ...rate,
    ...fees,
    ...{ external_id: null, linked_id: null, source: 'manual', batch_id: null, fingerprint: null },
  }
}

/** What holds for what is left out; quantity, price, side and time never are. */
export function nothingSaid(account: Pick<AccountRow, 'time_zone'>): Said {
  return {
    ...{ kind: 'fill', side: 1, quantity: '0', price: '0', executed_at: now(), source_zone: account.time_zone },
    ...{ sequence: 0n, effect: null, fees: '0', fee_parts: null, fee_source: 'none' },
    ...{ position_ref: '', order_id: null, reported_pnl: null },
  }
}

/** An account that keeps positions apart needs to know which one, the other has only one. */
function checkPosition(account: AccountRow, { position_ref: ref }: Pick<Said, 'position_ref'>, at: string): void {
  if ((account.position_mode === 'hedging') !== (ref !== ''))
    throw invalidValue(`${at}/positionRef`, 'position', 'is given in a hedging account, and only there')
}

/** An execution in force with its account, which is locked by now. Throws trading/execution-not-found, trading/execution-superseded. */
async function lockExecution(
  tx: Tx,
  { ownerId, id }: Owned<'execution'>,
): Promise<{ account: AccountRow; row: ExecutionRow }> {
  const find = () =>
    tx
      .query<LedgerTables>()
      .selectFrom('trading.execution as execution')
      .innerJoin('trading.account as account', 'account.id', 'execution.account_id')
      .selectAll('execution')
      .where('account.owner_id', '=', ownerId)
      .where('execution.id', '=', id)
      .executeTakeFirst()
  const seen = await find()
  if (seen === undefined) throw ledgerProblem('execution-not-found')
  const account = await lockAccount(tx, ownerId, seen.account_id)
  const row = await find()
  if (row === undefined) throw ledgerProblem('execution-not-found')
  if (row.superseded_at !== null) throw ledgerProblem('execution-superseded')
  if (row.source === 'system') throw ledgerProblem('execution-of-system')
  return { account, row }
}

/** Puts a corrected version in the place of an execution; the trade that it opens keeps its name. Throws what lockExecution and saidOf throw. */
export async function correctExecution(
  tx: Tx,
  own: Owned<'execution'>,
  change: ExecutionChange,
): Promise<Id<'execution'>> {
  const { account, row } = await lockExecution(tx, own)
  const instrument = await ownInstrument(tx, own.ownerId, change.instrumentId ?? row.instrument_id)
  const said = saidOf(change, row)
  checkPosition(account, said, '')
  const isSame = instrument.id === row.instrument_id && (row.rate_day === null || isOfDay(row, said.executed_at))
  const asked = { given: change.fxRate, currency: instrument.currency, at: said.executed_at }
  const rate = change.fxRate === undefined && isSame ? {} : await findFillRate(tx, account, asked)
  const corrected: NewExecution = {
    ...row,
    ...said,
    ...{ id: newId<'execution'>(), instrument_id: instrument.id, source: 'manual', fingerprint: null },
    ...rate,
  }
  await supersede(tx, [row.id])
  await insertExecutions(tx, [corrected])
  await rebuild(tx, account, [changeOf(row), changeOf(corrected)])
  await auditExecutions(tx, account, 'corrected', [corrected])
  return corrected.id
}

/** What was taken from the table is of the day of the fill. */
function isOfDay({ executed_at: before }: Pick<ExecutionRow, 'executed_at'>, now: Date): boolean {
  return before.toISOString().slice(0, 10) === now.toISOString().slice(0, 10)
}

/** Takes an execution out, and the other leg of an exercise with it. Throws what lockExecution throws. */
export async function withdrawExecution(tx: Tx, own: Owned<'execution'>): Promise<void> {
  const { account, row } = await lockExecution(tx, own)
  const linked = row.linked_id === null ? [] : await linkedOf(tx, row)
  const rows = [row, ...linked]
  await supersede(
    tx,
    rows.map(({ id }) => id),
  )
  await rebuild(tx, account, rows.map(changeOf))
  await auditExecutions(tx, account, 'withdrawn', rows)
}

/** By lineage, since the other leg may have been corrected. */
async function linkedOf(tx: Tx, row: ExecutionRow): Promise<ExecutionRow[]> {
  return await tx
    .query<LedgerTables>()
    .selectFrom('trading.execution')
    .selectAll()
    .where('account_id', '=', row.account_id)
    .where('superseded_at', 'is', null)
    .where(({ eb, or, and, ref }) =>
      or([
        eb('id', '=', row.linked_id),
        and([eb('lineage_id', '=', row.linked_id), eb('lineage_id', '<>', ref('id'))]),
      ]),
    )
    .execute()
}

async function supersede(tx: Tx, ids: readonly Id<'execution'>[]): Promise<void> {
  await tx
    .query<LedgerTables>()
    .updateTable('trading.execution')
    .set({ superseded_at: now() })
    .where('id', 'in', ids)
    .execute()
}

/** One execution came or went: nothing later changed by it. */
export function changeOf(row: Pick<ExecutionRow, 'instrument_id' | 'position_ref' | 'executed_at'>): ChainChange {
  return {
    ...{ instrumentId: row.instrument_id, positionRef: row.position_ref },
    ...{ from: row.executed_at, until: row.executed_at },
  }
}

const SHOWN_IN_AUDIT = 20

export async function auditExecutions(
  tx: Tx,
  account: AccountRow,
  what: string,
  rows: readonly { readonly id: Id<'execution'> }[],
): Promise<void> {
  await tx.audit({
    action: `trading.execution.${what}`,
    subject: { kind: 'trading-account', id: account.id },
    details: { count: rows.length, ids: rows.slice(0, SHOWN_IN_AUDIT).map(({ id }) => id) },
  })
}
