import type { Db, Tx } from '../../../kernel/db/database.ts'
import { type Decimal, decimal, divide, formatDecimal, minus, ONE, times } from '../../../kernel/decimal.ts'
import type { Id } from '../../../kernel/id.ts'

type InstrumentId = Id<'instrument'>

/** Lots of `held` whose entry was in `origin` came at this instant; of several, at the first one after their entry. */
interface Arrival {
  readonly held: InstrumentId
  readonly origin: InstrumentId
  readonly at: Date
}

/**
 * What left the cost of `held` at this instant, as a share of what it was in the end: for lots that were there until an instant from
 * `since` to before `until`.
 */
interface Leaving {
  readonly held: InstrumentId
  readonly at: Date
  readonly share: string
  readonly since: Date
  /** Null: without end. */
  readonly until: Date | null
}

/** How spin-offs moved lots and costs from instrument to instrument, of all that the owner of some accounts holds. */
export interface SpunOff {
  readonly arrivals: readonly Arrival[]
  readonly leaving: readonly Leaving[]
}

interface ActionRow extends Record<string, unknown> {
  readonly kind: 'symbol_change' | 'spinoff'
  readonly from: InstrumentId
  readonly to: InstrumentId
  readonly at: Date
  readonly share: string | null
}

const DIGITS = 30
const DEPTH_MAX = 10

export async function loadSpunOff(source: Db | Tx, accountIds: readonly string[]): Promise<SpunOff> {
  const rows = await source.raw<ActionRow>(
    `SELECT kind, instrument_id AS from, to_instrument_id AS to, effective_at AS at, cost_share AS share
       FROM trading.corporate_action
      WHERE kind <> 'split' AND owner_id IN (SELECT owner_id FROM trading.account WHERE id = ANY($1::uuid[]))
      ORDER BY effective_at, id`,
    [[...accountIds]],
  )
  const spinoffs = rows.filter(({ kind }) => kind === 'spinoff')
  const renames = rows.filter(({ kind }) => kind === 'symbol_change')
  const parts = spinoffs.map(({ from, to, at, share }) => ({
    ...{ at, giver: lastName(renames, from, at), taker: lastName(renames, to, at) },
    kept: minus(ONE, decimal(share ?? '0')),
  }))
  const arrivals: Arrival[] = []
  for (const { giver, taker, at } of parts) {
    const before = arrivals.filter((one) => one.held === giver && one.at < at).map(({ origin }) => origin)
    const origins = new Set([giver, ...formerNames(renames, giver), ...before])
    arrivals.push(...[...origins].map((origin) => ({ held: taker, origin, at })))
  }
  return { arrivals, leaving: [...Map.groupBy(parts, ({ giver }) => giver)].flatMap(leavingOf) }
}

/** The name under which what happened under another one at that time is held in the end. */
function lastName(renames: readonly ActionRow[], id: InstrumentId, after: Date, depth = 0): InstrumentId {
  const next = renames.find(({ from, at }) => from === id && at >= after)
  return next === undefined || depth === DEPTH_MAX ? id : lastName(renames, next.to, next.at, depth + 1)
}

function formerNames(renames: readonly ActionRow[], id: InstrumentId, depth = 0): InstrumentId[] {
  if (depth === DEPTH_MAX) return []
  return renames.filter(({ to }) => to === id).flatMap(({ from }) => [from, ...formerNames(renames, from, depth + 1)])
}

/** A lot that gave all of its cost says nothing of what it was: nothing can be told of it before. */
function leavingOf([held, parts]: [InstrumentId, { readonly at: Date; readonly kept: Decimal }[]]): Leaving[] {
  return parts.flatMap(({ at: since }, last) => {
    const until = parts[last + 1]?.at ?? null
    let later = ONE
    const told: Leaving[] = []
    for (let place = last; place >= 0; place -= 1) {
      const { at, kept } = parts[place] ?? { at: since, kept: ONE }
      if (kept.units === 0n) break
      const share = divide(minus(ONE, kept), times(kept, later), DIGITS, 'half-even')
      told.push({ held, at, share: formatDecimal(share), since, until })
      later = times(later, kept)
    }
    return told
  })
}
