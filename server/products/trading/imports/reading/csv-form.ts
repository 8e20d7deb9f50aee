import type { CsvForm } from '../../../../kernel/csv.ts'
import { FileRefusal } from './refusal.ts'

const LIMITS = { rowsMax: 500_000, rowCharsMax: 1024 * 1024, columnsMax: 200 } as const

/** How a broker's file is taken apart. Throws FileRefusal beyond the limits. */
export function csvForm(delimiter: string): CsvForm {
  return { delimiter, ...LIMITS, refuse: (code, row) => new FileRefusal(code, row) }
}
