/** A row as it stands in the file, and its cells. */
export interface CsvRow {
  readonly row: number
  readonly raw: string
  readonly cells: readonly string[]
  /** Why it cannot be taken apart. */
  readonly fault: string | null
}

/** What a text is taken apart by, and how much of it at most. */
export interface CsvForm {
  readonly delimiter: string
  readonly rowsMax: number
  readonly rowCharsMax: number
  readonly columnsMax: number
  /** What is thrown for a text that is beyond one of them; `row` counts from 1. */
  readonly refuse: (code: 'row-too-long' | 'too-many-rows' | 'too-many-columns', row: number) => Error
}

const QUOTE = 34

/**
 * RFC 4180 as programs write it: any delimiter, line breaks within quotes, stray quotes taken as they stand, `="123"` as 123. At most one
 * row is held; a quote that nobody closes makes one faulty row of what follows it. Throws what the form refuses with.
 */
export async function* csvRows(texts: AsyncIterable<string>, form: CsvForm): AsyncGenerator<readonly CsvRow[]> {
  const splitter = new Splitter(form)
  for await (const text of texts) {
    const rows = splitter.take(text)
    if (rows.length > 0) yield rows
  }
  yield splitter.end()
}

/** The rows of a text that may be cut anywhere; the last, which may be half of one, only if it is all there is. */
export function csvRowsOf(text: string, form: CsvForm, isWhole: boolean): readonly CsvRow[] {
  const splitter = new Splitter(form)
  const rows = splitter.take(text)
  return isWhole || rows.length === 0 ? [...rows, ...splitter.end()] : rows
}

class Splitter {
  readonly #form: CsvForm
  #rest = ''
  #row = 0
  #lineEnd: '\n' | '\r' | null = null

  constructor(form: CsvForm) {
    this.#form = form
  }

  take(text: string): CsvRow[] {
    const all = this.#rest + text
    this.#lineEnd ??= all.includes('\n') ? '\n' : all.includes('\r') && !all.endsWith('\r') ? '\r' : null
    const rows: CsvRow[] = []
    let from = 0
    let quote = all.indexOf('"')
    for (;;) {
      if (quote >= 0 && quote < from) quote = all.indexOf('"', from)
      const end = this.#rowEnd(all, from, quote)
      if (end < 0) break
      rows.push(this.#rowOf(all.slice(from, end)))
      from = end + 1
    }
    this.#rest = all.slice(from)
    if (this.#rest.length > this.#form.rowCharsMax) throw this.#form.refuse('row-too-long', this.#row + 1)
    return rows
  }

  end(): CsvRow[] {
    // Lines that end in a carriage return alone are told from others once the last of them is known to have nothing behind it.
    this.#lineEnd ??= '\r'
    const rows = this.take('')
    const raw = this.#rest
    this.#rest = ''
    if (raw === '') return rows
    if (!isOpen(raw, this.#form.delimiter)) return [...rows, this.#rowOf(raw)]
    this.#row += 1
    return [...rows, { row: this.#row, raw, cells: [raw], fault: 'quote-not-closed' }]
  }

  /** Where the row that begins at `from` ends; negative while the text does not hold its end. `quote` is the next one there is. */
  #rowEnd(text: string, from: number, quote: number): number {
    const lineEnd = this.#lineEnd ?? '\n'
    let end = text.indexOf(lineEnd, from)
    if (end < 0 || quote < 0 || quote > end) return end
    let at = from
    for (;;) {
      const field = quotedEnd(text, at)
      if (field === null) return -1
      at = field
      // Within an unquoted field a quote says nothing, so the next field begins behind the next delimiter of this line.
      if (at > end) end = text.indexOf(lineEnd, at)
      if (end < 0) return -1
      const next = text.indexOf(this.#form.delimiter, at)
      if (next < 0 || next >= end) return end
      at = next + 1
    }
  }

  #rowOf(line: string): CsvRow {
    const { delimiter, rowsMax, rowCharsMax, columnsMax, refuse } = this.#form
    this.#row += 1
    if (this.#row > rowsMax) throw refuse('too-many-rows', this.#row)
    if (line.length > rowCharsMax) throw refuse('row-too-long', this.#row)
    const raw = line.charCodeAt(line.length - 1) === 13 ? line.slice(0, -1) : line
    const cells = raw.includes('"') ? cellsOf(raw, this.#form) : raw.split(delimiter, columnsMax + 1)
    if (cells.length > columnsMax) throw refuse('too-many-columns', this.#row)
    return { row: this.#row, raw, cells, fault: null }
  }
}

/** Behind the quoted field that begins at `at`, `at` itself when none begins there, null when it has no end. */
function quotedEnd(text: string, at: number): number | null {
  const opening = openingAt(text, at)
  if (opening === 0) return at
  let close = text.indexOf('"', at + opening)
  while (close >= 0 && text.charCodeAt(close + 1) === QUOTE) close = text.indexOf('"', close + 2)
  return close < 0 ? null : close + 1
}

/** How many characters open a quoted field here: `"`, or `="` of files that want a spreadsheet to take a number for text. */
function openingAt(text: string, at: number): number {
  if (text.charCodeAt(at) === QUOTE) return 1
  return text.charCodeAt(at) === 61 && text.charCodeAt(at + 1) === QUOTE ? 2 : 0
}

function isOpen(raw: string, delimiter: string): boolean {
  let at = 0
  for (;;) {
    const end = quotedEnd(raw, at)
    if (end === null) return true
    const next = raw.indexOf(delimiter, end)
    if (next < 0) return false
    at = next + 1
  }
}

function cellsOf(raw: string, { delimiter, columnsMax }: CsvForm): string[] {
  const cells: string[] = []
  let at = 0
  for (;;) {
    const opening = openingAt(raw, at)
    const end = quotedEnd(raw, at) ?? raw.length
    const next = raw.indexOf(delimiter, end)
    const until = next < 0 ? raw.length : next
    const quoted = opening === 0 ? '' : raw.slice(at + opening, end - 1).replaceAll('""', '"')
    cells.push(quoted + raw.slice(opening === 0 ? at : end, until))
    if (next < 0 || cells.length > columnsMax) return cells
    at = next + 1
  }
}
