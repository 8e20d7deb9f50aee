import type { Db, Tx } from '../../../kernel/db/database.ts'
import { compare, decimal, minus, sum } from '../../../kernel/decimal.ts'
import type { Id } from '../../../kernel/id.ts'
import { awaitedLater } from './bulk.ts'
import { type Actions, loadActions, type Source } from './chain-actions.ts'
import {
  type ChainChange,
  type ChainKey,
  type ChainTerms,
  findStarts,
  loadFills,
  type Start,
  type Stop,
  type Stretch,
  type Touched,
} from './chains.ts'
import { clearDerived, type Outcome, writeDerived } from './derived.ts'
import { accountRebuilt } from './events.ts'
import { closeExpired, touchExpiries } from './expiries.ts'
import { replay } from './matching/engine.ts'
import { type Arrival, type ChainEvent, type Fill, FLAT, type Spinoff, type Split } from './matching/position.ts'
import type { AccountRow, InstrumentRow, LedgerTables, MatchingMethod } from './tables.ts'
import { accountClock } from './trading-day.ts'

/**
 * Makes trades, closures and lots anew where `changes` say that executions or what they mean changed: each chain from the trade that was
 * open then, to its end, or, when `until` says that nothing later changed, to where it is what it was. What comes of it is the same as if
 * all had been made anew. Adds 1 to the account's generation and publishes trading.account.rebuilt. The account is locked.
 */
export async function rebuild(tx: Tx, account: AccountRow, changes: readonly ChainChange[]): Promise<bigint> {
  const due = account.figures_due ? await allChains(tx, account) : changes
  if (due.length > 0) await rebuildChains(tx, account, due)
  const { generation } = await tx
    .query<LedgerTables>()
    .updateTable('trading.account')
    .set(({ eb }) => ({ generation: eb('generation', '+', 1n), figures_due: false }))
    .where('id', '=', account.id)
    .returning('generation')
    .executeTakeFirstOrThrow()
  const { id: accountId, owner_id: ownerId } = account
  await tx.publish(accountRebuilt, { accountId, ownerId, generation: String(generation) })
  return generation
}

/** All of it, which changes nothing unless the account or an instrument reads differently now. */
export async function rebuildAccount(tx: Tx, account: AccountRow): Promise<void> {
  await rebuild(tx, account, await allChains(tx, account))
}

async function allChains(tx: Tx, account: AccountRow): Promise<ChainChange[]> {
  const chains = await tx.raw<{ instrument_id: Id<'instrument'>; position_ref: string }>(
    `SELECT DISTINCT instrument_id, position_ref FROM (
       SELECT instrument_id, position_ref FROM trading.execution WHERE account_id = $1 AND superseded_at IS NULL
       UNION ALL SELECT instrument_id, position_ref FROM trading.trade WHERE account_id = $1) AS chain`,
    [account.id],
  )
  return chains.map((row) => ({ instrumentId: row.instrument_id, positionRef: row.position_ref, from: null }))
}

/** What whole chains come to by a method that may not be the account's; nothing is written. */
export async function replayBy(
  source: Db | Tx,
  account: AccountRow,
  keys: readonly ChainKey[],
  methods: readonly MatchingMethod[],
): Promise<{ readonly method: MatchingMethod; readonly outcomes: readonly Outcome[] }[]> {
  const actions = await loadActions(source, account.owner_id)
  const whole = join(
    keys.map((key) => ({ ...key, from: null })),
    actions,
  )
  const terms = await loadTerms(source, whole, actions)
  const stretches = whole.flatMap(({ key }): Stretch[] => {
    const own = terms.get(key.instrumentId)
    return own === undefined ? [] : [{ key, terms: own, start: { at: null, openings: [] }, stop: null }]
  })
  const fills = await loadFills(source, account, stretches)
  return methods.map((method) => ({
    method,
    outcomes: runInOrder({ ...account, matching_method: method }, stretches, fills, actions),
  }))
}

async function rebuildChains(tx: Tx, account: AccountRow, changes: readonly ChainChange[]): Promise<void> {
  const actions = await loadActions(tx, account.owner_id)
  const touched = await touchExpiries(tx, account, join(changes, actions))
  const terms = await loadTerms(tx, touched, actions)
  const starts = await findStarts(tx, account, touched)
  const stretches = touched.flatMap(({ key }, at): Stretch[] => {
    const found = starts[at]
    const own = terms.get(key.instrumentId)
    return found === undefined || own === undefined ? [] : [{ key, terms: own, ...found }]
  })
  await makeAnew(tx, account, stretches, actions)
}

/** Chains at once at most so many parts of all: more parts would be more statements. */
const PARTS = 24

/**
 * Part by part, so that one is matched while that before is written and the fills of the next are read. Parts know nothing of each other,
 * so with a spin-off, by which lots go from chain to chain, there is but one.
 */
async function makeAnew(tx: Tx, account: AccountRow, stretches: readonly Stretch[], actions: Actions): Promise<void> {
  const clock = accountClock(account)
  const size = actions.haveSpinoffs ? stretches.length : Math.ceil(stretches.length / PARTS)
  const parts = Array.from({ length: Math.ceil(stretches.length / Math.max(1, size)) }, (_, at) =>
    stretches.slice(at * size, (at + 1) * size),
  )
  // Of all before any is written: a trade may come to another chain, by another name of its instrument.
  await clearDerived(tx, account, stretches)
  let written: Promise<void> = Promise.resolve()
  try {
    let fills = await loadFills(tx, account, parts[0] ?? [])
    for (const [at, part] of parts.entries()) {
      const reading = awaitedLater(loadFills(tx, account, parts[at + 1] ?? []))
      const outcomes = runInOrder(account, part, fills, actions)
      const done = await goingOn(tx, account, outcomes, actions)
      const former = written
      written = awaitedLater(writeDerived(tx, { account, clock }, await closeExpired(tx, account, done), former))
      fills = await reading
      await former
    }
    await written
  } finally {
    await Promise.allSettled([written])
  }
}

/**
 * Once for each chain, with the earliest and the latest of what changed in it. Chains that a spin-off joins are made anew whole, all of
 * them and in order: lots that arrive are in no row of their own.
 */
function join(changes: readonly ChainChange[], actions: Actions): Touched[] {
  const joined = new Map<string, Touched>()
  for (const { instrumentId, positionRef, from, until = null } of changes) {
    const family = actions.family(instrumentId)
    for (const one of family)
      joined.set(`${one} ${positionRef}`, { key: { instrumentId: one, positionRef }, from: null, until: null })
    for (const reached of family.length > 0 ? [] : actions.reach(instrumentId)) {
      const name = `${reached} ${positionRef}`
      const before = joined.get(name)
      const key = { instrumentId: reached, positionRef }
      joined.set(
        name,
        before === undefined
          ? { key, from, until }
          : {
              key,
              from: from === null || before.from === null ? null : from < before.from ? from : before.from,
              until: until === null || before.until === null ? null : until > before.until ? until : before.until,
            },
      )
    }
  }
  return [...joined.values()]
}

async function loadTerms(
  tx: Db | Tx,
  touched: readonly Pick<Touched, 'key'>[],
  actions: Actions,
): Promise<Map<Id<'instrument'>, ChainTerms>> {
  const ids = [...new Set(touched.map(({ key }) => key.instrumentId))]
  const rows = (await tx.raw(
    'SELECT id, asset_class, multiplier, expires_on FROM trading.instrument WHERE id = ANY($1::uuid[])',
    [ids],
  )) as unknown as InstrumentRow[]
  return new Map(
    rows.map((instrument) => {
      const sources = actions.sourcesOf(instrument.id)
      return [instrument.id, { instrument, sources, events: actions.eventsOf(sources) }]
    }),
  )
}

/** A stretch with a stop goes on to the end of its chain when that is not as it was any more. */
async function goingOn(
  tx: Tx,
  account: AccountRow,
  outcomes: readonly Outcome[],
  actions: Actions,
): Promise<Outcome[]> {
  const done: Outcome[] = []
  const longer: Stretch[] = []
  for (const outcome of outcomes) {
    const stopped = stoppedAsBefore(outcome)
    if (stopped === null) longer.push({ ...outcome.stretch, stop: null })
    else done.push(stopped)
  }
  if (longer.length === 0) return done
  await clearDerived(tx, account, longer)
  const fills = await loadFills(tx, account, longer)
  return [...done, ...runInOrder(account, longer, fills, actions)]
}

/**
 * Null when the chain is not at its stop what it was. Where one execution ends a trade and opens the next, all that is held is its rest:
 * it closed as much as before, and as much of its fees, so that trade and what follows are what they were, and stay as they are stored.
 */
export function stoppedAsBefore(outcome: Outcome): Outcome | null {
  const { stretch, closures, trades, position } = outcome
  if (stretch.stop === null) return outcome
  const { opening } = stretch.stop
  if (opening === null) return position.trade === null ? outcome : null
  if (position.trade?.openExecutionId !== opening.executionId || position.trade.executionCount !== 1) return null
  const closed = closures.filter(({ closeExecutionId }) => closeExecutionId === opening.executionId)
  const isSame =
    compare(sum(closed.map(({ quantity }) => quantity)), opening.quantity) === 0 &&
    compare(sum(closed.map(({ closeFee }) => closeFee)), opening.fees) === 0
  return isSame ? { ...outcome, trades: trades.slice(0, -1), position: FLAT } : null
}

/** What leaves one chain arrives in those after it. */
function runInOrder(
  account: AccountRow,
  stretches: readonly Stretch[],
  fills: readonly (readonly Fill[])[],
  { broughtBy }: Actions,
): Outcome[] {
  const left: { readonly positionRef: string; readonly arrival: Arrival }[] = []
  return stretches.map((stretch, at) => {
    const { key, terms } = stretch
    const arrivals = left.filter(({ positionRef, arrival: { actionId, atMs } }) => {
      const brought = broughtBy(actionId)
      const isOurs = (source: Source): boolean =>
        source.instrumentId === brought && atMs >= source.afterMs && atMs < source.beforeMs
      return positionRef === key.positionRef && terms.sources.some(isOurs)
    })
    const come = arrivals.map(({ arrival }) => arrival)
    const { departures, ...outcome } = run(account, stretch, fills[at] ?? [], come)
    left.push(...departures.map((arrival) => ({ positionRef: key.positionRef, arrival })))
    return outcome
  })
}

/** What a stretch comes to, of its fills from the one that opens its first trade. */
export function run(
  account: Pick<AccountRow, 'matching_method'>,
  stretch: Stretch,
  fills: readonly Fill[],
  arrivals: readonly Arrival[],
) {
  const { terms, start, stop } = stretch
  const chain = { method: account.matching_method, multiplier: decimal(terms.instrument.multiplier) }
  const fromMs = start.at?.getTime() ?? Number.NEGATIVE_INFINITY
  const untilMs = stop?.at.getTime() ?? Number.POSITIVE_INFINITY
  // A split at the very instant of the start meets nothing held, or, between two trades of one instant, nothing either.
  const own = terms.events.filter(({ atMs }) => atMs > fromMs && atMs <= untilMs)
  const actions = [...own, ...arrivals].sort((one, other) => one.atMs - other.atMs)
  return { stretch, ...replay(chain, FLAT, inOrder(upTo(stop, withRest(start, fills)), actions)) }
}

/** Of an execution that closed the trade before, only the rest opens the one that is made anew. */
function withRest({ openings }: Start, fills: readonly Fill[]): readonly Fill[] {
  const [first, ...others] = fills
  const closed = openings.find(({ executionId }) => executionId === first?.executionId)?.closed ?? null
  if (closed === null || first === undefined) return fills
  const { quantity, fees } = closed
  return [{ ...first, quantity: minus(first.quantity, quantity), fees: minus(first.fees, fees) }, ...others]
}

/** Of the fills of one instant, those after the one that opens the trade that stays are that trade's. */
function upTo(stop: Stop | null, fills: readonly Fill[]): readonly Fill[] {
  const last = fills.findIndex(({ executionId }) => executionId === stop?.opening?.executionId)
  return last === -1 ? fills : fills.slice(0, last + 1)
}

/** A corporate action holds for what was filled before its instant. */
function inOrder(fills: readonly Fill[], actions: readonly (Split | Spinoff | Arrival)[]): readonly ChainEvent[] {
  if (actions.length === 0) return fills
  const events: ChainEvent[] = []
  let at = 0
  for (const fill of fills) {
    for (let action = actions[at]; action !== undefined && action.atMs <= fill.atMs; action = actions[at]) {
      events.push(action)
      at += 1
    }
    events.push(fill)
  }
  return [...events, ...actions.slice(at)]
}
