import { type Static, Type } from 'typebox'
import { object } from '../../../kernel/http/schema.ts'
import type { Files } from '../../../platform/files/index.ts'
import type { ReadRow } from './canonical.ts'
import { openRows, type Reading } from './file-rows.ts'
import { readRowShape, shownRead } from './preview.ts'
import { importProblem } from './problems.ts'
import { FileRefusal } from './reading/refusal.ts'

const ROWS_READ = 1000
const ROWS_SHOWN = 100

/** What a profile makes of the beginning of a file. */
export const dryRunShape = object({
  read: Type.Integer(),
  skipped: Type.Integer(),
  error: Type.Integer(),
  rows: Type.Array(readRowShape),
})

/** Reads the first rows of a file, whatever account they might go to. Throws trading/import-file-unreadable. */
export async function dryRun(files: Pick<Files, 'localPath'>, reading: Reading): Promise<Static<typeof dryRunShape>> {
  const open = await openRows(files, reading)
  try {
    const rows = await first(open.chunks)
    const count = (outcome: ReadRow['outcome']) => rows.filter((row) => row.outcome === outcome).length
    return {
      ...{ read: count('read') + count('split'), skipped: count('skipped'), error: count('error') },
      rows: rows.slice(0, ROWS_SHOWN).map(shownRead),
    }
  } catch (error) {
    if (!(error instanceof FileRefusal)) throw error
    throw importProblem('import-file-unreadable', {
      detail: error.message,
      params: { refusal: error.code },
      cause: error,
    })
  } finally {
    await open.release()
  }
}

async function first(chunks: AsyncIterable<readonly ReadRow[]>): Promise<readonly ReadRow[]> {
  for await (const chunk of chunks) return chunk.slice(0, ROWS_READ)
  return []
}
