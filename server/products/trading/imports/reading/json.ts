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
  const scan = scanner()
  for await (const text of texts) {
    const rows = scan.take(text)
    if (rows.length > 0) yield rows
  }
  scan.end()
}

/** Finds where records begin and end by brackets and quotes alone: what is between them is read when it is whole. */
function scanner(): { readonly take: (text: string) => JsonRow[]; readonly end: () => void } {
  const open: string[] = []
  const pieces: string[] = []
  let [row, length, key, name, began] = [0, 0, '', '', false]
  let [isText, isEscaped, isKept] = [false, false, false]

  function close(bracket: string): void {
    if (open.pop() !== (bracket === '}' ? '{' : '[')) refuse('not-json', row)
  }

  function begin(bracket: string): void {
    if (open.length >= DEPTH_MAX) refuse('json-too-deep', row)
    if (open.length === 1) name = key
    open.push(bracket)
  }

  /** True when a record ends with this letter. */
  function step(letter: string): boolean {
    if (isText) {
      if (isEscaped) isEscaped = false
      else if (letter === '\\') isEscaped = true
      else if (letter === '"') isText = false
      if (open.length === 1 && isText && key.length < KEY_CHARS_MAX) key += letter
      return false
    }
    if (letter === '"') {
      isText = true
      if (open.length === 1) key = ''
    } else if (letter === '{' || letter === '[') begin(letter)
    else if (letter === '}' || letter === ']') {
      close(letter)
      return isKept && open.length === RECORD_DEPTH
    }
    return false
  }

  /** Between records there are commas, and before the whole and behind it nothing. */
  function expect(letter: string): void {
    if (/\s/.test(letter)) return
    if (open.length === 0 && (began || letter !== '{')) refuse('not-json', row)
    if (open.length === RECORD_DEPTH && open[1] === '[' && !'{],'.includes(letter)) refuse('not-json', row)
    began = true
  }

  function take(text: string): JsonRow[] {
    const rows: JsonRow[] = []
    let from = 0
    for (let at = 0; at < text.length; at += 1) {
      const letter = text.charAt(at)
      if (!isText && !isKept) expect(letter)
      if (!isKept && !isText && letter === '{' && open.length === RECORD_DEPTH && open[1] === '[') {
        isKept = true
        from = at
      }
      if (!step(letter)) continue
      isKept = false
      row += 1
      if (row > ROWS_MAX) refuse('too-many-rows', row)
      rows.push(recordOf(row, name, pieces.splice(0).join('') + text.slice(from, at + 1)))
      length = 0
    }
    if (isKept) {
      pieces.push(text.slice(from))
      length += text.length - from
      if (length > ROW_CHARS_MAX) refuse('row-too-long', row + 1)
    }
    return rows
  }

  function end(): void {
    if (!began || open.length > 0 || isText) refuse(began ? 'not-json' : 'empty', row)
  }
  return { take, end }
}

function recordOf(row: number, name: string, raw: string): JsonRow {
  if (raw.length > ROW_CHARS_MAX) refuse('row-too-long', row)
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
