import { SaxesParser } from 'saxes'
import { FileRefusal } from './refusal.ts'

/** An element that holds a record: its name and its attributes. */
export interface XmlRow {
  readonly row: number
  readonly raw: string
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
}

const ROWS_MAX = 500_000
const ROW_CHARS_MAX = 1024 * 1024
const COLUMNS_MAX = 200
const DEPTH_MAX = 32

/** The elements without elements in them, in their order. Nothing is expanded: a file that declares types or entities is refused. */
export async function* xmlRows(texts: AsyncIterable<string>): AsyncGenerator<readonly XmlRow[]> {
  const parser = new SaxesParser({ xmlns: false })
  const open: { attributes: Record<string, string>; isRow: boolean }[] = []
  let rows: XmlRow[] = []
  let row = 0
  let since = 0
  parser.on('doctype', () => refuse('xml-declares-types', row))
  parser.on('error', () => refuse('not-xml', row))
  parser.on('opentag', ({ name, attributes }) => {
    since = 0
    const parent = open.at(-1)
    if (parent !== undefined) parent.isRow = false
    if (open.length >= DEPTH_MAX) refuse('xml-too-deep', row)
    if (Object.keys(attributes).length > COLUMNS_MAX) refuse('too-many-columns', row + 1)
    open.push({ attributes: attributes as Record<string, string>, isRow: true })
    if (name.length > 200) refuse('not-xml', row)
  })
  parser.on('closetag', ({ name }) => {
    since = 0
    const element = open.pop()
    if (element === undefined || !element.isRow) return
    row += 1
    if (row > ROWS_MAX) refuse('too-many-rows', row)
    rows.push({ row, name, attributes: element.attributes, raw: rawOf(name, element.attributes) })
  })
  for await (const text of texts) {
    // What is being read is held by the parser until its end, so that is where the limit of a row is kept.
    for (let at = 0; at < text.length; at += ROW_CHARS_MAX / 16) {
      const piece = text.slice(at, at + ROW_CHARS_MAX / 16)
      since += piece.length
      parser.write(piece)
      if (since > ROW_CHARS_MAX) refuse('row-too-long', row + 1)
    }
    if (rows.length > 0) yield rows
    rows = []
  }
  parser.close()
}

function refuse(code: ConstructorParameters<typeof FileRefusal>[0], row: number): never {
  throw new FileRefusal(code, row)
}

function rawOf(name: string, attributes: Readonly<Record<string, string>>): string {
  let written = `<${name}`
  for (const key in attributes) written += ` ${key}="${attributes[key]?.replaceAll('"', '&quot;')}"`
  return `${written} />`
}
