import type { CsvForm } from '../../../../kernel/csv.ts'
import { FileRefusal } from './refusal.ts'

/** Rows of what happened, besides what stands above and below them. */
const RECORDS_MAX = 500_000
const OTHER_ROWS_MAX = 1_000
const LIMITS = { rowsMax: RECORDS_MAX + OTHER_ROWS_MAX, rowCharsMax: 1024 * 1024, columnsMax: 200 } as const

/** How a broker's file is taken apart. Throws FileRefusal beyond the limits. */
export function csvForm(delimiter: string): CsvForm {
  return { delimiter, ...LIMITS, refuse: (code, row) => new FileRefusal(code, row) }
}
