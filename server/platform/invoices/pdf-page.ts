import { formatMinor, money } from '../../kernel/money.ts'
import { type Doc, MARGIN, setDocument, setRow, setRule, WIDTH } from '../../kernel/pdf/page.ts'
import type { Snapshot } from './snapshot.ts'

/** Left edges and widths of description, quantity, price, tax rate and amount. */
const COLUMNS = [
  { x: 50, width: 225, align: 'left' },
  { x: 280, width: 60, align: 'right' },
  { x: 345, width: 80, align: 'right' },
  { x: 430, width: 40, align: 'right' },
  { x: 475, width: 70, align: 'right' },
] as const

const TAX_ROUNDING = {
  line: 'Tax is rounded half up on each line.',
  document: 'Tax is rounded half up once for each rate of the document.',
} as const

/**
 * The page of a document, made of its snapshot and nothing else: the same snapshot gives the same bytes, with the date of issue for that of
 * making. A4; text can be selected and read aloud.
 */
export async function setPage(snapshot: Snapshot): Promise<Buffer> {
  const title = `${snapshot.kind === 'invoice' ? 'Invoice' : 'Credit note'} ${snapshot.number}`
  const about = { title, author: snapshot.seller.name, at: new Date(snapshot.issuedAt) }
  return await setDocument(about, (doc) => {
    head(doc, snapshot, title)
    lines(doc, snapshot)
    sums(doc, snapshot)
    foot(doc, snapshot)
  })
}

function head(doc: Doc, { seller, recipient, corrects, ...snapshot }: Snapshot, title: string): void {
  const taxNumber = (number: string | null) => (number === null ? [] : [`Tax number ${number}`])
  doc.font('bold').fontSize(11).text(seller.name, MARGIN, MARGIN)
  const from = [...seller.address, ...(seller.email === null ? [] : [seller.email]), ...taxNumber(seller.taxNumber)]
  doc.font('regular').fontSize(9).text(from.join('\n'))
  doc.moveDown(2)
  const top = doc.y
  doc.font('bold').fontSize(10).text(recipient.name, { width: 240 })
  doc
    .font('regular')
    .fontSize(9)
    .text([...recipient.address, ...taxNumber(recipient.taxNumber)].join('\n'), { width: 240 })
  const left = doc.y
  const dates = [
    `Issued ${snapshot.issuedOn}`,
    ...(corrects === null
      ? [`Due ${snapshot.dueOn}`]
      : [`Corrects invoice ${corrects.number} of ${corrects.issuedOn}`]),
  ]
  doc.font('bold').fontSize(14).text(title, 300, top, { width: 245, align: 'right' })
  doc.font('regular').fontSize(9).text(dates.join('\n'), { width: 245, align: 'right' })
  doc.x = MARGIN
  doc.y = Math.max(left, doc.y) + 24
}

function lines(doc: Doc, { lines: priced, currency }: Snapshot): void {
  row(doc, 'bold', ['Description', 'Quantity', `Price ${currency}`, 'Tax', `Amount ${currency}`])
  setRule(doc)
  for (const line of priced)
    row(doc, 'regular', [
      ...[line.description, line.qty, amount(line.unitMinor, currency)],
      ...[rateText(line.taxRateBp), amount(line.amountMinor, currency)],
    ])
  setRule(doc)
}

function sums(doc: Doc, { taxes, currency, ...snapshot }: Snapshot): void {
  const line = (label: string, minor: string, font: 'regular' | 'bold' = 'regular') =>
    row(doc, font, ['', '', label, '', amount(minor, currency)])
  if (snapshot.discountMinor !== '0') {
    line('Subtotal', snapshot.subtotalMinor)
    line('Discount', `-${snapshot.discountMinor}`)
  }
  for (const { rateBp, baseMinor, taxMinor } of taxes) {
    line(`Net at ${rateText(rateBp)}`, baseMinor)
    line(`Tax ${rateText(rateBp)}`, taxMinor)
  }
  line(`Total ${currency}`, snapshot.totalMinor, 'bold')
}

function foot(doc: Doc, snapshot: Snapshot): void {
  const terms = [
    ...(snapshot.note === '' ? [] : [snapshot.note]),
    ...(snapshot.kind === 'invoice' ? [`Please pay by ${snapshot.dueOn}.`] : []),
    ...(snapshot.paymentInstructions === '' ? [] : [snapshot.paymentInstructions]),
    TAX_ROUNDING[snapshot.taxRounding],
  ]
  doc.moveDown(2).font('regular').fontSize(9)
  for (const text of terms) doc.text(text, MARGIN, undefined, { width: WIDTH, paragraphGap: 6 })
}

function row(doc: Doc, font: 'regular' | 'bold', cells: readonly string[]): void {
  setRow(doc, cells, { font, columns: COLUMNS })
}

function amount(minor: string, currency: string): string {
  return formatMinor(money(BigInt(minor), currency)).replace(/\B(?<!\.\d*)(?=(\d{3})+(?!\d))/g, '\u00a0')
}

function rateText(rateBp: number): string {
  return `${(rateBp / 100).toFixed(2).replace(/\.?0+$/, '')} %`
}
