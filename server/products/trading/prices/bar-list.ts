import { cursorPage } from '../../../kernel/db/cursor.ts'
import type { Db } from '../../../kernel/db/database.ts'
import { type Id, isUuid } from '../../../kernel/id.ts'
import { BAR_SECONDS } from '../ledger/trades/bar-seconds.ts'

interface Listed extends Record<string, unknown> {
  id: Id<'instrument'>
  symbol: string
  asset_class: string
  currency: string
  held: boolean
  spans: { seconds: number; from: string; until: string }[]
  next_at: Date | null
  tried_at: Date | null
  fetched_at: Date | null
  error: string | null
}

/** The first and the last bar are looked up, not all of them. */
const LIST = `
  SELECT instrument.id, instrument.symbol, instrument.asset_class, instrument.currency,
         EXISTS (SELECT FROM trading.lot WHERE lot.instrument_id = instrument.id) AS held,
         coalesce((SELECT json_agg(json_build_object('seconds', span.seconds, 'from', span.from, 'until', span.until) ORDER BY span.seconds)
            FROM (SELECT length.seconds,
                    (SELECT min(starts_at) FROM trading.price_bar WHERE instrument_id = instrument.id AND seconds = length.seconds) AS from,
                    (SELECT max(starts_at) FROM trading.price_bar WHERE instrument_id = instrument.id AND seconds = length.seconds)
                      + make_interval(secs => length.seconds) AS until
                    FROM unnest($2::integer[]) AS length (seconds)) span WHERE span.from IS NOT NULL), '[]') AS spans,
         look.next_at, look.tried_at, look.fetched_at, look.error
    FROM trading.instrument LEFT JOIN trading.bar_look look ON look.instrument_id = instrument.id
   WHERE instrument.owner_id = $1 AND ($3::uuid IS NULL OR instrument.id = $3)
     AND EXISTS (SELECT FROM trading.trade WHERE trade.instrument_id = instrument.id)
     AND ($4::text[] IS NULL OR (instrument.symbol, instrument.id) > ($4[1], $4[2]::uuid))
   ORDER BY instrument.symbol, instrument.id LIMIT $5`

/** Instruments that were traded, with the price bars they have and how the last look for some ended. */
export async function listBarStates(
  source: Db,
  ownerId: Id<'user'>,
  filter: { readonly limit?: number; readonly cursor?: string; readonly instrumentId?: Id<'instrument'> },
) {
  const page = cursorPage(filter, (values) => (values.length === 2 && isUuid(values[1] ?? '') ? values : null))
  const rows = await source.raw<Listed>(LIST, [
    ...[ownerId, [...BAR_SECONDS], filter.instrumentId ?? null, page.after, page.limit + 1],
  ])
  return page.of(
    rows,
    ({ symbol, id }) => [symbol, id],
    ({ id, symbol, asset_class, currency, held, spans, ...look }) => ({
      ...{ instrument: { id, symbol, assetClass: asset_class, currency }, isHeld: held },
      resolutions: spans.map(({ seconds, from, until }) => ({ seconds, from: new Date(from), until: new Date(until) })),
      ...{ triedAt: look.tried_at, fetchedAt: look.fetched_at, nextAt: look.next_at, error: look.error },
    }),
  )
}
