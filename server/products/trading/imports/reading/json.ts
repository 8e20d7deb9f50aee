import { FileRefusal, type RefusalCode } from './refusal.ts'

/** A record of a JSON file: an object of an array, which a key of the whole file names. */
export interface JsonRow {
  readonly row: number
  readonly raw: string
  /** The key of its array. */
  readonly name: string
  /** What it holds by path (`Details.0.Price`), numbers as they are written; null when it is no JSON. */
  readonly values: Readonly<Record<string, string>> | null
}

const ROWS_MAX = 500_000
const ROW_CHARS_MAX = 1024 * 1024
const COLUMNS_MAX = 200
const DEPTH_MAX = 32
const KEY_CHARS_MAX = 200
/** Within the whole and within an array of its. */
const RECORD_DEPTH = 2

/** The objects in the arrays of a JSON object, in their order; what else it holds is passed over, and no more than a record is kept. */
export async function* jsonRows(texts: AsyncIterable<string>): AsyncGenerator<readonly JsonRow[]> {
  const scanner = new Scanner()
  for await (const text of texts) {
    const rows = scanner.take(text)
    if (rows.length > 0) yield rows
  }
  scanner.end()
}

/** Finds where records begin and end by brackets and quotes alone: what is between them is read when it is whole. */
class Scanner {
  readonly #open: string[] = []
  /** What is there of a record whose end is not. */
  readonly #pieces: string[] = []
  #length = 0
  #row = 0
  /** The last text of the whole itself: a key, unless it is a value. */
  #key = ''
  #name = ''
  #began = false
  #isText = false
  #isEscaped = false
  #isKept = false

  take(text: string): JsonRow[] {
    const rows: JsonRow[] = []
    let from = 0
    for (let at = 0; at < text.length; at += 1) {
      const letter = text.charAt(at)
      if (!this.#isText && !this.#isKept) {
        this.#expect(letter)
        this.#isKept = letter === '{' && this.#isInArray()
        from = at
      }
      if (this.#isText) this.#stepInText(letter)
      else this.#step(letter)
      if (!this.#isKept || !this.#isInArray()) continue
      this.#isKept = false
      rows.push(this.#record(text.slice(from, at + 1)))
    }
    if (this.#isKept) this.#keep(text.slice(from))
    return rows
  }

  end(): void {
    if (!this.#began || this.#open.length > 0) refuse(this.#began ? 'not-json' : 'empty', this.#row)
  }

  #isInArray(): boolean {
    return this.#open.length === RECORD_DEPTH && this.#open[1] === '['
  }

  /** Between records there are commas, and before the whole and behind it nothing. */
  #expect(letter: string): void {
    if (/\s/.test(letter)) return
    if (this.#open.length === 0 && (this.#began || letter !== '{')) refuse('not-json', this.#row)
    if (this.#isInArray() && !'{],'.includes(letter)) refuse('not-json', this.#row)
    this.#began = true
  }

  #stepInText(letter: string): void {
    const wasEscaped = this.#isEscaped
    this.#isEscaped = letter === '\\' && !wasEscaped
    if (letter === '"' && !wasEscaped) this.#isText = false
    else if (this.#open.length === 1 && this.#key.length < KEY_CHARS_MAX) this.#key += letter
  }

  #step(letter: string): void {
    if (letter === '"') {
      this.#isText = true
      if (this.#open.length === 1) this.#key = ''
    } else if (letter === '{' || letter === '[') {
      if (this.#open.length >= DEPTH_MAX) refuse('json-too-deep', this.#row)
      if (this.#open.length === 1) this.#name = this.#key
      this.#open.push(letter)
    } else if (letter === '}' || letter === ']') {
      if (this.#open.pop() !== (letter === '}' ? '{' : '[')) refuse('not-json', this.#row)
    }
  }

  #keep(piece: string): void {
    this.#pieces.push(piece)
    this.#length += piece.length
    if (this.#length > ROW_CHARS_MAX) refuse('row-too-long', this.#row + 1)
  }

  #record(end: string): JsonRow {
    this.#keep(end)
    this.#row += 1
    if (this.#row > ROWS_MAX) refuse('too-many-rows', this.#row)
    this.#length = 0
    return recordOf(this.#row, this.#name, this.#pieces.splice(0).join(''))
  }
}

function recordOf(row: number, name: string, raw: string): JsonRow {
  const values: Record<string, string> = Object.create(null)
  let record: unknown
  try {
    record = JSON.parse(raw, asWritten as (key: string, value: unknown) => unknown)
  } catch {
    // The one record is an error, not the file.
    return { row, raw, name, values: null }
  }
  flatten(record, '', values)
  if (Object.keys(values).length > COLUMNS_MAX) refuse('too-many-columns', row)
  return { row, raw, name, values }
}

/** A number keeps its digits: no double comes between the file and its decimals. */
function asWritten(_: string, value: unknown, { source }: { readonly source?: string }): unknown {
  return typeof value === 'number' && source !== undefined ? source : value
}

function flatten(value: unknown, path: string, into: Record<string, string>): void {
  if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) flatten(inner, path === '' ? key : `${path}.${key}`, into)
  else into[path] = value === null ? '' : String(value)
}

function refuse(code: RefusalCode, row: number): never {
  throw new FileRefusal(code, row)
}
