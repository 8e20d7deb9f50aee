import { nowMs } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { HealthCheck } from '../../kernel/telemetry/health.ts'
import type { Reader } from './deps.ts'
import type { DocumentKind } from './snapshot.ts'

const DIGITS = 5
const LOOKED_EVERY_MS = 10 * 60 * 1000

/**
 * The next number of a year's series. Its row stays locked until the transaction ends, so whoever comes next waits, and a rollback gives the
 * number back: take it last.
 */
export async function takeNumber(tx: Tx, kind: DocumentKind, year: number): Promise<number> {
  const [row] = await tx.raw<{ last_number: number }>(
    `INSERT INTO invoices.series (kind, year, last_number) VALUES ($1, $2, 1)
     ON CONFLICT (kind, year) DO UPDATE SET last_number = series.last_number + 1 RETURNING last_number`,
    [kind, year],
  )
  if (row === undefined) throw new TypeError('an upsert returns its row')
  return row.last_number
}

/** `INV-2026-00001`. */
export function numberText(prefix: string, year: number, number: number): string {
  return `${prefix}-${year}-${String(number).padStart(DIGITS, '0')}`
}

interface SeriesGap {
  readonly kind: DocumentKind
  readonly year: number
  readonly last: number
  readonly found: number
}

/** Series whose documents are not exactly 1 to the last number taken. Numbers are unique, so counting them is enough. */
async function findGaps(reader: Reader): Promise<SeriesGap[]> {
  return await reader.raw<SeriesGap & Record<string, unknown>>(
    `SELECT series.kind, series.year, series.last_number AS last, count(document.id)::integer AS found
       FROM invoices.series LEFT JOIN invoices.document
         ON document.kind = series.kind AND document.series_year = series.year
      GROUP BY series.kind, series.year
     HAVING count(document.id) <> series.last_number OR max(document.series_number) <> series.last_number`,
  )
}

/** Warns when a number is missing. Probes come every second, and counting years of documents is not for each of them. */
export function gapCheck(reader: Reader): HealthCheck {
  let known: { readonly gaps: readonly SeriesGap[]; readonly untilMs: number } | null = null
  return {
    name: 'invoices',
    ready: false,
    async run() {
      if (known === null || known.untilMs < nowMs())
        known = { gaps: await findGaps(reader), untilMs: nowMs() + LOOKED_EVERY_MS }
      const { gaps } = known
      if (gaps.length === 0) return { status: 'pass', observed: 'the numbers of all series are without a gap' }
      const named = gaps.map(({ kind, year, last, found }) => `${kind} ${year}: ${found} of ${last}`).join(', ')
      return {
        status: 'fail',
        observed: `numbers are missing: ${named}`,
        fix: 'restore the missing documents from a backup',
      }
    },
  }
}
