import { type CsvForm, csvRowsOf } from '../../kernel/csv.ts'

const FORM: CsvForm = {
  ...{ delimiter: ',', rowsMax: 1_000_000, rowCharsMax: 1024 * 1024, columnsMax: 1000 },
  refuse: (code, row) => new SyntaxError(`the CSV cannot be read: ${code} at row ${row}`),
}

/** Reads a whole CSV, whose first row names the columns. Throws SyntaxError. */
export function readCsv(text: string): Record<string, string>[] {
  const [names, ...rows] = csvRowsOf(text.replace(/^\ufeff/, ''), FORM, true)
  const faulty = rows.find(({ fault }) => fault !== null)
  if (faulty !== undefined) throw new SyntaxError(`the CSV cannot be read: ${faulty.fault} at row ${faulty.row}`)
  return rows
    .filter(({ cells }) => cells.length > 1 || cells[0] !== '')
    .map(({ cells }) =>
      Object.fromEntries((names?.cells ?? []).map((name, at) => [name.trim().toLowerCase(), cells[at] ?? ''])),
    )
}
