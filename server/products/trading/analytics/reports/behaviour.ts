import { setImmediate as breath } from 'node:timers/promises'
import { type Static, Type } from 'typebox'
import { formatDecimal } from '../../../../kernel/decimal.ts'
import { idOf, nullable, object } from '../../../../kernel/http/schema.ts'
import { DAY_MS, dayText, weekdayOfDay } from '../days.ts'
import {
  type BehaviourFlag,
  type BehaviourKind,
  beyondDailyPlan,
  largerReEntries,
  losersHeldLonger,
  outsidePlannedHours,
  oversized,
  stopMovedAway,
} from '../metrics/behaviour.ts'
import type { ClosedTrade } from '../metrics/closed-trade.ts'
import type { Report, StaticOf } from '../report.ts'
import type { Selection } from '../selections.ts'
import { count, exact, finite, maybeNumber } from '../shapes.ts'

const TRADES_MAX = 10_000
/** So many of a flag's trades are told: the newest. */
export const TRIGGERS_SHOWN = 200
const MINUTE_MS = 60_000

const trigger = object({ tradeId: idOf('trade'), after: nullable(idOf('trade')), measured: Type.Number() })
const flag = object({
  kind: Type.String(),
  triggeredN: count,
  net: exact,
  average: maybeNumber,
  averageOthers: maybeNumber,
  pValue: maybeNumber,
  triggered: Type.Array(trigger, { description: 'The newest 200' }),
})

const minute = { minimum: 0, maximum: 1440 }
const behaviourQuery = {
  minutes: Type.Optional(Type.Integer({ minimum: 1, maximum: 1440, description: 'After a loss; 15 when absent' })),
  factor: Type.Optional(Type.Number({ minimum: 1, maximum: 100, description: 'Times the median size; 2 when absent' })),
  perDay: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1000, description: 'The plan; not looked at when absent' }),
  ),
  fromMinute: Type.Optional(
    Type.Integer({ ...minute, description: 'Planned from this minute of the day; not looked at when absent' }),
  ),
  toMinute: Type.Optional(Type.Integer(minute)),
  seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 })),
}

const behaviourProperties = {
  lookedAt: { ...count, description: `The newest ${TRADES_MAX} trades at most` },
  flags: Type.Array(flag),
}

/** Facts about how trades were taken, with the trades that show them and how often chance alone would look the same. Net, in money. */
export const behaviourReport: Report<typeof behaviourQuery, typeof behaviourProperties> = {
  name: 'behaviour',
  query: behaviourQuery,
  definitions: {
    ...{ lookedAt: 'behaviour.lookedAt', net: 'behaviour.net', average: 'behaviour.average' },
    ...{ averageOthers: 'behaviour.averageOthers', measured: 'behaviour.measured' },
    pValue: 'behaviour.pValue',
    'larger-re-entry': 'behaviour.larger-re-entry',
    'beyond-daily-plan': 'behaviour.beyond-daily-plan',
    oversized: 'behaviour.oversized',
    'losers-held-longer': 'behaviour.losers-held-longer',
    'outside-planned-hours': 'behaviour.outside-planned-hours',
    'stop-moved-away': 'behaviour.stop-moved-away',
  },
  properties: behaviourProperties,
  async compute(selection, extra) {
    const { trades } = lookedAt(selection)
    const flags: Static<typeof flag>[] = []
    for (const [, look] of behaviourLooks(selection, extra)) {
      flags.push(written(look()))
      // Each deals trades anew thousands of times: other requests go in between.
      await breath()
    }
    return { lookedAt: trades.length, flags }
  },
}

/** The trades that flags are of. */
export function lookedAt(selection: Pick<Selection, 'trades' | 'stopsMoved'>) {
  return { trades: selection.trades.slice(-TRADES_MAX), stopsMoved: selection.stopsMoved }
}

/** How each flag that is asked for is worked out, in their order. */
export function behaviourLooks(
  selection: Pick<Selection, 'trades' | 'stopsMoved'>,
  extra: StaticOf<typeof behaviourQuery>,
): (readonly [BehaviourKind, () => BehaviourFlag])[] {
  const { trades, stopsMoved } = lookedAt(selection)
  const { minutes = 15, factor = 2, perDay, fromMinute, toMinute, seed = 1 } = extra
  const flags: (readonly [BehaviourKind, () => BehaviourFlag])[] = [
    ['larger-re-entry', () => largerReEntries(trades, { minutes, seed })],
    ['oversized', () => oversized(trades, { factor, seed })],
    ['losers-held-longer', () => losersHeldLonger(trades, { seed })],
    ['stop-moved-away', () => stopMovedAway(trades, { moved: stopsMoved, seed })],
  ]
  if (perDay !== undefined)
    flags.push(['beyond-daily-plan', () => beyondDailyPlan(trades, { perDay, dayOf: entryDay, seed })])
  if (fromMinute !== undefined && toMinute !== undefined) {
    const hours = [{ fromMinute, toMinute }]
    flags.push(['outside-planned-hours', () => outsidePlannedHours(trades, { hours, seed })])
  }
  return flags
}

/** The day that clocks at the entry showed: the one of the entry's weekday that is next to the day in UTC. */
export function entryDay({ openedAtMs, entryMinute, entryWeekday }: ClosedTrade): string {
  const near = Math.round((openedAtMs - entryMinute * MINUTE_MS) / DAY_MS)
  const day = [near, near - 1, near + 1].find((one) => weekdayOfDay(one) === entryWeekday)
  return dayText(day ?? near)
}

function written({ kind, triggered, net, average, averageOthers, pValue }: BehaviourFlag): Static<typeof flag> {
  return {
    ...{ kind, triggeredN: triggered.length, net: formatDecimal(net), average: finite(average) },
    ...{ averageOthers: finite(averageOthers), pValue },
    triggered: triggered.slice(-TRIGGERS_SHOWN).map(({ tradeId, after, measured }) => ({ tradeId, after, measured })),
  }
}
