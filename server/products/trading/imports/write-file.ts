import { setImmediate } from 'node:timers/promises'
import type { Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import type { JobContext } from '../../../kernel/jobs/job.ts'
import { awaitedLater } from '../ledger/bulk.ts'
import type { AccountRow } from '../ledger/tables.ts'
import type { ReadRow } from './canonical.ts'
import { oneAhead } from './file-rows.ts'
import { createFileStatements } from './file-statements.ts'
import { createIntake } from './intake.ts'
import { liveSources } from './intake-sources.ts'
import type { Intake, IntakeTerms, Judged, NewSplit, ReportedExcursion } from './intake-types.ts'
import { legsAmong } from './linked-legs.ts'
import { madeBy, type Touched, touch, writeEnded } from './outcomes.ts'
import { overlapsOf, putInPlace } from './overlaps.ts'
import { reportedBy } from './reported-excursions.ts'
import type { BatchRow } from './tables.ts'

/** What is written so far is told so often. */
const TELL_EVERY_ROWS = 10_000

interface Place {
  readonly account: AccountRow
  readonly batch: BatchRow
}

interface Source {
  readonly context: Pick<JobContext, 'db' | 'progress' | 'signal'>
  readonly chunks: AsyncGenerator<readonly ReadRow[]>
  readonly terms: IntakeTerms
}

interface Written {
  readonly total: number
  readonly touched: Touched
  /** What the broker says of the worst and the best of trades. */
  readonly reported: readonly ReportedExcursion[]
  /** Splits that nobody told before, which are not written yet. */
  readonly splits: readonly NewSplit[]
  /** Options that it exercised, or that were assigned. */
  readonly legs: readonly Id<'execution'>[]
}

/**
 * Writes what the rows of a file make, and how each ended. Both cores have work: rows are read, judged and made into lines while those
 * before are written, of which two chunks at most are on their way. The transaction still does one thing after another.
 */
export async function writeFile(tx: Tx, place: Place, source: Source): Promise<Written> {
  const touched: Touched = new Map()
  const reported: ReportedExcursion[] = []
  const splits: NewSplit[] = []
  const legs: Id<'execution'>[] = []
  let written: Promise<void> = Promise.resolve()
  let total = 0
  const live = liveSources(tx, place.account)
  const intake = createIntake(source.terms, {
    ...live,
    async known(fills, cash) {
      // Where there is nothing to ask there is nothing to wait for.
      if (fills.length + cash.length > 0) await written
      return await live.known(fills, cash)
    },
  })
  const overlaps = await overlapsOf(place.account, live)
  const statements = createFileStatements()
  const tell = teller(source.context, place.batch)

  async function write(judged: Judged): Promise<void> {
    const known = await intake.lookUp(judged)
    await setImmediate()
    const ended = intake.settle(judged, known)
    written = awaitedLater(writeEnded(tx, place, ended, written))
    overlaps.take(judged, ended)
    statements.take(judged.rows)
    const made = madeBy(ended)
    touch(touched, made)
    legs.push(...legsAmong(made))
    for (const one of reportedBy(ended)) reported.push(one)
    for (const { split } of ended) if (split !== null) splits.push(split)
    total += ended.length
    await tell(total)
  }

  try {
    let former = written
    for await (const judged of oneAhead(judgedBy(intake, source.chunks))) {
      source.context.signal.throwIfAborted()
      await former
      former = written
      await write(judged)
    }
    await written
    await putInPlace(tx, place.account, place.batch, overlaps)
    await statements.write(tx, source.terms)
  } finally {
    await Promise.allSettled([written])
  }
  return { total, touched, reported, splits, legs }
}

async function* judgedBy(intake: Intake, chunks: Source['chunks']): AsyncGenerator<Judged> {
  for await (const chunk of chunks) yield await intake.judge(chunk)
}

function teller({ progress, db }: Source['context'], batch: BatchRow): (total: number) => Promise<void> {
  const expected = Math.max(1, (batch.preview as { rowsTotal?: number } | null)?.rowsTotal ?? 1)
  let toldAt = 0
  return async (total) => {
    if (total - toldAt < TELL_EVERY_ROWS) return
    toldAt = total
    progress(Math.min(89, Math.floor((total * 90) / expected)), `${total} rows`)
    await db.raw('UPDATE trading.import_batch SET rows_read = $2 WHERE id = $1', [batch.id, total])
  }
}
