import { now, nowMs } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { object } from '../../../kernel/http/schema.ts'
import { type AnyJob, type JobContext, job, type Schedule } from '../../../kernel/jobs/job.ts'
import { type Outbound, OutboundFailure } from '../../../kernel/outbound/outbound.ts'
import type { SettingHandle } from '../../../platform/settings/index.ts'
import { dayNumber, dayText } from '../analytics/days.ts'
import { RatesUnreadable, readEcbRates } from './ecb.ts'
import type { KnownRate } from './rate-book.ts'
import { writeRates } from './write-rates.ts'

export interface RateSourceSetting {
  readonly source: 'off' | 'ecb'
  readonly baseUrl: string
}

interface Deps {
  readonly outbound: Pick<Outbound, 'fetch'>
  readonly setting: Pick<SettingHandle<RateSourceSetting>, 'read'>
}

const BYTES_MAX = 30_000_000
const FETCH_MS_MAX = 60_000
const REASON_MAX = 300
/** The short document tells of 90 days; of what is older than this it may leave something out. */
const SHORT_DAYS = 80
const DAY_MS = 86_400_000

/** Asks the European Central Bank for the rates that are not known yet. What fails is kept as a reason, and tried again. */
export function fetchRates(deps: Deps): { job: AnyJob; schedule: Schedule } {
  const fetching = job({
    name: 'trading.fetch-currency-rates',
    description: 'Asks for the reference rates of currencies',
    data: object({}),
    ...{ attempts: 4, backoffSeconds: 120, deadlineSeconds: 300, concurrency: 1 },
    idempotentBy: 'the pair and day of a rate: what is told again is written over itself',
    handle: (context) => fetchNew(deps, context),
  })
  // Told at about 16:00 of Frankfurt on working days; later looks are for what was late, and ask for nothing once it is there.
  const schedule = {
    name: 'trading.fetch-currency-rates',
    job: fetching,
    cron: '20 16-20 * * 1-5',
    zone: 'Europe/Berlin',
  }
  return { job: fetching, schedule: { ...schedule, data: {} } }
}

async function fetchNew({ outbound, setting }: Deps, { db, once, signal }: JobContext): Promise<void> {
  const { source, baseUrl } = await setting.read(db)
  if (source === 'off') return
  const today = dayText(Math.floor(nowMs() / DAY_MS))
  const newest = await newestDay(db)
  if (newest !== null && newest >= today) return
  const isLong = newest === null || dayNumber(today) - dayNumber(newest) > SHORT_DAYS
  const url = documentUrl(baseUrl, isLong ? 'eurofxref-hist.xml' : 'eurofxref-hist-90d.xml')
  let rates: readonly KnownRate[]
  try {
    const headers = { accept: 'application/xml, text/xml;q=0.9', 'accept-encoding': 'identity' }
    const document = await outbound.fetch(url, { headers, signal, bytesMax: BYTES_MAX, deadlineMs: FETCH_MS_MAX })
    if (document.status !== 200) throw new RatesUnreadable(`the source answered ${document.status}`)
    rates = await readEcbRates(document.text, today)
  } catch (error) {
    if (!(error instanceof OutboundFailure || error instanceof RatesUnreadable)) throw error
    await noteFailure(db, error.message)
    throw error
  }
  await once(async (tx) => {
    await writeRates(tx, null, rates)
    await noteSuccess(tx)
  })
}

function documentUrl(baseUrl: string, name: string): URL {
  return new URL(name, baseUrl.endsWith('/') ? baseUrl : `${baseUrl}/`)
}

async function newestDay(db: Db): Promise<string | null> {
  const [row] = await db.raw<{ day: string | null }>(
    'SELECT max(day)::text AS day FROM trading.currency_rate WHERE owner_id IS NULL',
  )
  return row?.day ?? null
}

async function noteFailure(db: Db, reason: string): Promise<void> {
  await db.raw(
    `INSERT INTO trading.rate_source (name, tried_at, error) VALUES ('ecb', $1, $2)
     ON CONFLICT (name) DO UPDATE SET tried_at = excluded.tried_at, error = excluded.error`,
    [now(), reason.slice(0, REASON_MAX)],
  )
}

async function noteSuccess(tx: Tx): Promise<void> {
  await tx.raw(
    `INSERT INTO trading.rate_source (name, tried_at, fetched_at) VALUES ('ecb', $1, $1)
     ON CONFLICT (name) DO UPDATE SET tried_at = excluded.tried_at, fetched_at = excluded.fetched_at, error = NULL`,
    [now()],
  )
}
