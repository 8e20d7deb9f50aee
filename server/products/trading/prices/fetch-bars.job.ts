import { inSeconds, now, nowMs } from '../../../kernel/clock.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { idOf, object } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { type AnyJob, type JobContext, job, type Schedule } from '../../../kernel/jobs/job.ts'
import { type Outbound, OutboundFailure } from '../../../kernel/outbound/outbound.ts'
import type { SettingHandle } from '../../../platform/settings/index.ts'
import { dayNumber, dayText } from '../analytics/days.ts'
import type { AssetClass } from '../ledger/tables.ts'
import { keepSourceBars } from '../ledger/trades/bars.ts'
import { type BarSeries, BarsUnreadable, type SourceBar } from './bar-source.ts'
import { addressOf, type BarSetting, classesOf, seriesOf } from './setting.ts'
import { splitDivides } from './split-divides.ts'

interface Deps {
  readonly outbound: Pick<Outbound, 'fetch'>
  readonly setting: Pick<SettingHandle<BarSetting>, 'read' | 'secret'>
}

const FETCH_QUEUE = 'trading.fetch-bars'
const TENANT = 'price-bars'
const BYTES_MAX = 8_000_000
const FETCH_MS_MAX = 30_000
const REASON_MAX = 300
const HOUR_SECONDS = 3600
const DAY_MS = 86_400_000
/** What is asked for again beside what is new: where it reads otherwise by now, all of it is. */
const AGAIN_DAYS = 5

/** Whom nobody asks for is asked for again after this, as when what asked was lost. */
const TURN_SECONDS = 6 * HOUR_SECONDS

const HELD = `(EXISTS (SELECT FROM trading.lot WHERE lot.instrument_id = instrument.id)
  OR EXISTS (SELECT FROM trading.trade WHERE trade.instrument_id = instrument.id AND trade.closed_at > $2::timestamptz - interval '7 days'))`

/** A trade that the source reaches back to, of a time that it was not asked for yet. */
const UNASKED = `EXISTS (SELECT FROM trading.trade WHERE trade.instrument_id = instrument.id AND trade.closed_at >= $5::date
  AND (look.asked_from IS NULL OR greatest((trade.opened_at AT TIME ZONE 'UTC')::date - 1, $5::date) < look.asked_from))`

/**
 * Held now or until a few days ago, or once and not asked for yet, of the kinds and the currency that the source tells of; equal ones of
 * several traders are one. What is held comes first: the past waits for an hour that has room.
 */
const DUE = `
  SELECT instrument.symbol, instrument.asset_class, array_agg(instrument.id) AS ids
    FROM trading.instrument LEFT JOIN trading.bar_look look ON look.instrument_id = instrument.id
   WHERE instrument.asset_class = ANY($4) AND instrument.currency = $1 AND (look.next_at IS NULL OR look.next_at <= $2)
     AND (${HELD} OR ${UNASKED})
   GROUP BY 1, 2 ORDER BY bool_or(${HELD}) DESC, min(coalesce(look.next_at, '-infinity')), 1, 2 LIMIT $3`

/** Finds what is to be asked for; an hour asks for no more than the setting allows. */
export function dueBars({ setting }: Deps): { job: AnyJob; schedule: Schedule } {
  const due = job({
    name: 'trading.find-due-bars',
    description: 'Finds traded instruments whose price bars are to be asked for',
    data: object({}),
    ...{ attempts: 3, backoffSeconds: 60, deadlineSeconds: 120 },
    idempotentBy: 'the time of the next look, which moves on with it',
    async handle({ db, jobId }) {
      const value = await setting.read(db)
      const { currency, requestsPerHour } = value
      const series = classesOf(value).flatMap((assetClass) => seriesOf(value, assetClass))
      if (series.length === 0) return
      const each = Math.max(...classesOf(value).map((assetClass) => seriesOf(value, assetClass).length))
      const farthest = dayText(Math.floor(nowMs() / DAY_MS) - Math.max(...series.map(({ daysMax }) => daysMax)))
      const found = await db.raw<{ ids: Id<'instrument'>[] }>(DUE, [
        ...[currency, now(), Math.max(1, Math.floor(requestsPerHour / each)), classesOf(value), farthest],
      ])
      await db.transaction(systemOrigin('trading.find-due-bars', jobId), async (tx) => {
        for (const { ids } of found) {
          await tx.raw(
            `INSERT INTO trading.bar_look (instrument_id, next_at) SELECT id, $2 FROM unnest($1::uuid[]) AS wanted (id)
             ON CONFLICT (instrument_id) DO UPDATE SET next_at = excluded.next_at`,
            [ids, inSeconds(TURN_SECONDS)],
          )
          await tx.enqueue({ queue: FETCH_QUEUE, data: { instrumentId: ids[0] }, options: { tenant: TENANT } })
        }
      })
    },
  })
  return { job: due, schedule: { name: due.name, job: due, cron: '13 * * * *', zone: 'UTC', data: {} } }
}

/** Asks for the bars of one instrument, for all traders who hold or held it. */
export function fetchBarsJob(deps: Deps): AnyJob {
  return job({
    name: FETCH_QUEUE,
    description: 'Asks for price bars of an instrument that was traded',
    data: object({ instrumentId: idOf('instrument') }),
    ...{ attempts: 2, backoffSeconds: 60, deadlineSeconds: 180 },
    ...{ tenantConcurrency: 1, tenantRate: { starts: 30, seconds: 60 } },
    idempotentBy: 'the start of a bar: what is told again is written over itself',
    async handle(context, { instrumentId }) {
      const value = await deps.setting.read(context.db)
      const holders = await holdersOf(context.db, instrumentId)
      const [first] = holders
      const series = first === undefined ? [] : seriesOf(value, first.asset_class)
      if (series.length === 0 || first === undefined || first.currency !== value.currency) return
      const key = value.apiKey === undefined ? null : await deps.setting.secret('apiKey')
      try {
        const url = addressOf(value, first.asset_class)
        for (const one of series) await fetchSeries(deps, context, { series: one, holders, url, key })
      } catch (error) {
        if (!(error instanceof OutboundFailure || error instanceof BarsUnreadable)) throw error
        await note(context.db, holders, {
          error: error.message.slice(0, REASON_MAX),
          nextAt: inSeconds(holders.some(({ held }) => held) ? 2 * HOUR_SECONDS : WEEK_SECONDS),
          askedFrom: null,
        })
        return
      }
      const askedFrom = dayText(Math.min(...series.map((one) => firstDayOf(one, holders))))
      await note(context.db, holders, { error: null, nextAt: tomorrowMorning(), askedFrom })
    },
  })
}

/** What is over is asked for no sooner where the source did not tell it: it is not going to be told by the hour. */
const WEEK_SECONDS = 7 * 24 * HOUR_SECONDS

interface Holder {
  readonly id: Id<'instrument'>
  readonly owner_id: Id<'user'>
  readonly symbol: string
  readonly currency: string
  readonly asset_class: AssetClass
  /** Now, or until a few days ago. */
  readonly held: boolean
  /** Since which day it was asked for. */
  readonly asked_from: string | null
  /** When the first trade of it was opened. */
  readonly first: Date
}

async function holdersOf(db: Db, id: Id<'instrument'>): Promise<Holder[]> {
  return (await db.raw(
    `SELECT instrument.id, instrument.owner_id, instrument.symbol, instrument.currency, instrument.asset_class, min(trade.opened_at) AS first,
            ${HELD} AS held, min(look.asked_from)::text AS asked_from
       FROM trading.instrument named JOIN trading.instrument
         ON instrument.symbol = named.symbol AND instrument.asset_class = named.asset_class AND instrument.currency = named.currency
       JOIN trading.trade ON trade.instrument_id = instrument.id
       LEFT JOIN trading.bar_look look ON look.instrument_id = instrument.id
      WHERE named.id = $1 GROUP BY instrument.id ORDER BY instrument.id`,
    [id, now()],
  )) as unknown as Holder[]
}

interface Fetching {
  readonly series: BarSeries
  readonly holders: readonly Holder[]
  readonly url: string
  readonly key: Awaited<ReturnType<Deps['setting']['secret']>>
}

/** The day before the first trade of any of them, as far as the source reaches back. */
function firstDayOf({ daysMax }: BarSeries, holders: readonly Holder[]): number {
  const firstHeld = holders.reduce((least, { first }) => Math.min(least, first.getTime()), nowMs())
  return Math.max(Math.floor(firstHeld / DAY_MS) - 1, Math.floor(nowMs() / DAY_MS) - daysMax)
}

/** Whether something was traded before what the source was asked for. */
function isUnasked(holders: readonly Holder[], whole: number): boolean {
  return holders.some(({ asked_from: from }) => from === null || whole < dayNumber(from))
}

async function fetchSeries(deps: Deps, context: JobContext, fetching: Fetching): Promise<void> {
  const { series, holders } = fetching
  const today = Math.floor(nowMs() / DAY_MS)
  const whole = firstDayOf(series, holders)
  const known = isUnasked(holders, whole) ? null : await newestKnown(context.db, fetching)
  const from = known === null ? whole : Math.max(whole, dayNumber(known) - AGAIN_DAYS)
  let bars = await ask(deps, context, { ...fetching, from, today })
  const isRewritten = from > whole && (await splitDivides(context.db, { holders, seconds: series.seconds }, bars))
  if (isRewritten) bars = await ask(deps, context, { ...fetching, from: whole, today })
  for (const { id, owner_id: ownerId } of holders)
    await context.once(async (tx) => {
      if (isRewritten) await forget(tx, id)
      const texts = bars.map(({ at, ...prices }) => ({ at: at.toISOString(), ...prices }))
      await keepSourceBars(tx, { ownerId, instrumentId: id, seconds: series.seconds }, texts)
    }, `${id} ${series.seconds}`)
}

/** Up to when all of them have bars of the source; null when one of them has none. */
async function newestKnown(db: Db, { holders, series }: Fetching): Promise<string | null> {
  const [row] = await db.raw<{ day: string | null; count: number }>(
    `SELECT min(newest)::date::text AS day, count(newest)::integer AS count FROM (
       SELECT (SELECT max(starts_at) FROM trading.price_bar WHERE instrument_id = held.id AND seconds = $2 AND source = 'source') AS newest
         FROM unnest($1::uuid[]) AS held (id)) known`,
    [holders.map(({ id }) => id), series.seconds],
  )
  return row === undefined || row.count < holders.length ? null : row.day
}

/** Bars that are over by now. */
async function ask(
  { outbound }: Deps,
  { signal }: JobContext,
  { series, holders, url, key, from, today }: Fetching & { readonly from: number; readonly today: number },
): Promise<SourceBar[]> {
  const symbol = holders[0]?.symbol ?? ''
  const asked = series.request({ symbol, from: dayText(from), until: dayText(today), url, key })
  const { status, text } = await outbound.fetch(asked.url, {
    headers: { ...asked.headers, 'accept-encoding': 'identity' },
    ...{ signal, bytesMax: BYTES_MAX, deadlineMs: FETCH_MS_MAX },
  })
  if (status === 404) throw new BarsUnreadable('the source does not know it (404)')
  if (status === 401 || status === 403) throw new BarsUnreadable(`the source wants another key (${status})`)
  if (status === 429) throw new BarsUnreadable('the source was asked too often (429)')
  if (status !== 200) throw new BarsUnreadable(`the source answered ${status}`)
  const atMs = nowMs()
  return series
    .read(text)
    .filter(({ at }) => at.getTime() >= from * DAY_MS && at.getTime() + series.seconds * 1000 <= atMs)
}

/** Prices of before a split are of other shares than those that are held now. */
async function forget(tx: Tx, id: Id<'instrument'>): Promise<void> {
  await tx.raw(`DELETE FROM trading.price_bar WHERE instrument_id = $1 AND source = 'source'`, [id])
}

async function note(
  db: Db,
  holders: readonly Holder[],
  {
    error,
    nextAt,
    askedFrom,
  }: { readonly error: string | null; readonly nextAt: Date; readonly askedFrom: string | null },
): Promise<void> {
  await db.raw(
    `INSERT INTO trading.bar_look (instrument_id, next_at, tried_at, fetched_at, error, asked_from)
     SELECT id, $2, $3, CASE WHEN $4::text IS NULL THEN $3::timestamptz END, $4, $5::date FROM unnest($1::uuid[]) AS held (id)
     ON CONFLICT (instrument_id) DO UPDATE SET next_at = excluded.next_at, tried_at = excluded.tried_at,
       fetched_at = coalesce(excluded.fetched_at, bar_look.fetched_at), error = excluded.error,
       asked_from = least(excluded.asked_from, bar_look.asked_from)`,
    [holders.map(({ id }) => id), nextAt, now(), error, askedFrom],
  )
}

/** When the prices of a day are told everywhere. */
function tomorrowMorning(): Date {
  return new Date((Math.floor(nowMs() / DAY_MS) + 1) * DAY_MS + 6 * HOUR_SECONDS * 1000)
}
