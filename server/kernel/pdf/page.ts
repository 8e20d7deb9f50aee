import PDFDocument from 'pdfkit'
import { fontBytes } from './fonts.ts'

export type Doc = InstanceType<typeof PDFDocument>

export const MARGIN = 50
/** Of what is set between the margins, in points. */
export const WIDTH = 495
const BOTTOM = 780

/** Where a cell of a row is set. */
export interface Column {
  readonly x: number
  readonly width: number
  readonly align: 'left' | 'right'
}

/** What a document is told by; the same content and instant give the same bytes. */
export interface DocumentHead {
  readonly title: string
  readonly author: string
  readonly at: Date
}

/** An A4 document in an embedded font, whose text can be selected and read aloud, with the number on each page. */
export async function setDocument({ title, author, at }: DocumentHead, fill: (doc: Doc) => void): Promise<Buffer> {
  const doc = new PDFDocument({
    ...{ size: 'A4', margin: MARGIN, lang: 'en', displayTitle: true, bufferPages: true },
    info: { Title: title, Author: author, Creator: 'Plinth', Producer: 'Plinth', CreationDate: at, ModDate: at },
  })
  const bytes = collect(doc)
  doc.registerFont('regular', fontBytes('regular')).registerFont('bold', fontBytes('bold'))
  fill(doc)
  numberPages(doc, title)
  doc.end()
  return await bytes
}

function collect(doc: Doc): Promise<Buffer> {
  const chunks: Buffer[] = []
  doc.on('data', (chunk: Buffer) => chunks.push(chunk))
  return new Promise((resolve, reject) => {
    doc.on('end', () => resolve(Buffer.concat(chunks)))
    doc.on('error', reject)
  })
}

/** Page numbers, once it is known how many there are. */
function numberPages(doc: Doc, title: string): void {
  const { count } = doc.bufferedPageRange()
  for (let at = 0; at < count; at += 1) {
    doc.switchToPage(at)
    doc.page.margins.bottom = 0
    doc
      .font('regular')
      .fontSize(8)
      .text(`${title}, page ${at + 1} of ${count}`, MARGIN, 805, { width: WIDTH, align: 'center' })
  }
}

/** One row of cells, on the next page where it would not fit. */
export function setRow(
  doc: Doc,
  cells: readonly string[],
  { font, columns }: { readonly font: 'regular' | 'bold'; readonly columns: readonly Column[] },
): void {
  doc.font(font).fontSize(9)
  const height = Math.max(...cells.map((cell, at) => doc.heightOfString(cell, { width: columns[at]?.width ?? 0 })))
  if (doc.y + height > BOTTOM) doc.addPage()
  const top = doc.y
  for (const [at, cell] of cells.entries()) {
    const column = columns[at]
    if (column !== undefined && cell !== '') doc.text(cell, column.x, top, { width: column.width, align: column.align })
  }
  doc.x = MARGIN
  doc.y = top + height + 4
}

/** A line from margin to margin. */
export function setRule(doc: Doc): void {
  doc
    .moveTo(MARGIN, doc.y)
    .lineTo(MARGIN + WIDTH, doc.y)
    .lineWidth(0.5)
    .stroke()
  doc.y += 5
}
