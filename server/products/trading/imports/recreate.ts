import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import { rebuild } from '../ledger/rebuild.ts'
import type { AccountRow } from '../ledger/tables.ts'
import type { ReadRow } from './canonical.ts'
import { countRows, findBatch, termsOf } from './commit.job.ts'
import { createIntake } from './intake.ts'
import type { IntakeSources, ReportedExcursion } from './intake-types.ts'
import { legsAmong, linkLegs } from './linked-legs.ts'
import { madeBy, rewriteOutcomes, type Touched, touch } from './outcomes.ts'
import { createOverlaps, putInPlace } from './overlaps.ts'
import { keepReported, reportedBy } from './reported-excursions.ts'
import { readRecords } from './stored-records.ts'
import type { ImportTables, WaitingRow } from './tables.ts'

/** A row that waited, as it is taken from where it did. */
export type WaitedRow = Pick<WaitingRow, 'number' | 'records'> & Record<string, unknown>

interface Recreating {
  readonly account: AccountRow
  readonly batchIds: readonly Id<'import-batch'>[]
  readonly sources: IntakeSources
  /** Takes some rows of an import that wait no longer, until there are none. */
  take(batchId: Id<'import-batch'>): Promise<readonly WaitedRow[]>
}

/** Makes what rows that waited say, in the order of their file: so that each is named as it would have been then. */
export async function recreate(tx: Tx, { account, batchIds, sources, take }: Recreating): Promise<void> {
  const touched: Touched = new Map()
  const reported: ReportedExcursion[] = []
  const legs: Id<'execution'>[] = []
  for (const batchId of batchIds) {
    const batch = await findBatch(tx, batchId)
    if (batch === undefined) continue
    const intake = createIntake(termsOf(account, batch), sources)
    const overlaps = createOverlaps(account)
    for (;;) {
      const taken = await take(batchId)
      if (taken.length === 0) break
      const judged = await intake.judge(taken.toSorted((one, other) => one.number - other.number).map(readAgain))
      const ended = intake.settle(judged, await intake.lookUp(judged))
      await rewriteOutcomes(tx, batch, account, ended)
      overlaps.take(judged, ended)
      const made = madeBy(ended)
      touch(touched, made)
      legs.push(...legsAmong(made))
      for (const one of reportedBy(ended)) reported.push(one)
    }
    await putInPlace(tx, account, batch, overlaps)
    const changed = { ...(await countRows(tx, batchId)), version: batch.version + 1, updated_at: now() }
    await tx.query<ImportTables>().updateTable('trading.import_batch').set(changed).where('id', '=', batchId).execute()
  }
  await linkLegs(tx, account.id, legs)
  await rebuild(tx, account, [...touched.values()])
  await keepReported(tx, account, reported)
}

function readAgain({ number, records }: WaitedRow): ReadRow {
  return { row: number, raw: '', outcome: 'read', records: readRecords(records) }
}
