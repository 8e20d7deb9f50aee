import { printable } from '../../../kernel/pdf/fonts.ts'
import { type Column, type Doc, MARGIN, setDocument, setRow, setRule, WIDTH } from '../../../kernel/pdf/page.ts'
import type { PeriodReport } from './period-report.ts'
import { figureWords, hiddenWords, moneyWords, shareWords } from './report-words.ts'

type Group = PeriodReport['groups'][number]

const ROWS_MAX = 100
const COLUMNS: Readonly<Record<3 | 4 | 6, readonly Column[]>> = {
  3: columnsOf([275, 120, 100]),
  4: columnsOf([215, 100, 80, 100]),
  6: columnsOf([145, 60, 60, 60, 70, 100]),
}
/** What a page has room for; the rest is in the answer as JSON. */
const FIGURES: ReadonlySet<string> = new Set([
  ...['trades.winRate', 'trades.expectancy', 'trades.profitFactor', 'trades.payoff', 'trades.averageWin'],
  ...['trades.averageLoss', 'r.average', 'r.sqn', 'hold.average', 'streaks.longestWin', 'streaks.longestLoss'],
  ...['returns.timeWeighted', 'returns.modifiedDietz', 'returns.sharpe', 'returns.maxDrawdown'],
])

/** The report as a document: the same report gives the same bytes. */
export async function setReport(report: PeriodReport): Promise<Buffer> {
  const title = `Trading report ${report.from} to ${report.to}`
  return await setDocument({ title, author: 'Plinth', at: report.madeAt }, (doc) => {
    doc.font('bold').fontSize(16).text(title, MARGIN, MARGIN)
    const names = report.accounts.map(({ name, currency }) => `${printable(name)} (${currency})`)
    paragraph(doc, names.length === 0 ? 'No account' : names.join(', '))
    if (report.hiddenByPlan > 0) paragraph(doc, hiddenWords(report.hiddenByPlan))
    for (const group of report.groups) setGroup(doc, group)
    setAccounts(doc, report)
    setTags(doc, report)
    setRules(doc, report)
    const { traded, written, missed } = report.journal
    heading(doc, 'Journal')
    paragraph(doc, `Days traded: ${traded}. Days written of: ${written}. Traded and nothing written: ${missed}.`)
  })
}

function setGroup(doc: Doc, { currency, n, money, figures, days, symbols }: Group): void {
  heading(doc, `Figures in ${currency}`)
  const sums: [string, string | null][] = [
    ['Net', money.net],
    ['Before fees', money.gross],
    ['Fees', money.fees],
    ['Best day', money.bestDay],
    ['Worst day', money.worstDay],
  ]
  table(
    doc,
    ['Figure', 'Value', 'Of'],
    [
      ...sums.map(([name, amount]) => [name, moneyWords(amount, currency), `${n} trades`]),
      ...figures
        .filter(({ definition }) => FIGURES.has(definition))
        .map((figure) => {
          const { title, words } = figureWords(figure)
          return [title, words, String(figure.n)]
        }),
    ],
  )
  const tallied = (name: string, row: Group['symbols'][number] | Group['days'][number]) => [
    ...[printable(name), String(row.n), String(row.wins), String(row.losses)],
    ...[shareWords(row.winRate), moneyWords(row.net, currency)],
  ]
  const head = ['Trades', 'Won', 'Lost', 'Win rate', `Net ${currency}`]
  heading(doc, `Days in ${currency}`)
  table(
    doc,
    ['Trading day', ...head],
    days.map((row) => tallied(row.day, row)),
  )
  heading(doc, `Symbols in ${currency}`)
  table(
    doc,
    ['Symbol', ...head],
    symbols.map((row) => tallied(row.symbol, row)),
  )
}

function setAccounts(doc: Doc, { accounts }: PeriodReport): void {
  for (const { name, currency, largestWins, largestLosses } of accounts) {
    const trades = [...largestWins, ...[...largestLosses].reverse()]
    if (trades.length === 0) continue
    heading(doc, `Largest results of ${printable(name)}`)
    table(
      doc,
      ['Symbol', 'Closed', `Net ${currency}`],
      trades.map((trade) => [...[printable(trade.symbol), trade.closedDay, moneyWords(trade.net, currency)]]),
    )
  }
}

function setTags(doc: Doc, { tags }: PeriodReport): void {
  if (tags.length === 0) return
  heading(doc, 'Tags')
  table(
    doc,
    ['Tag', 'Group', 'Trades', 'Net'],
    tags.map(({ name, grouping, trades, net, currency }) => [
      ...[printable(name), grouping, String(trades), `${moneyWords(net, currency)} ${currency}`],
    ]),
  )
}

function setRules(doc: Doc, { brokenRules }: PeriodReport): void {
  if (brokenRules.length === 0) return
  heading(doc, 'Broken rules')
  table(
    doc,
    ['Playbook', 'Rule', 'Trades', 'Net'],
    brokenRules.map(({ playbook, kind, trades, net, currency }) => [
      ...[printable(playbook), kind.replaceAll('-', ' '), String(trades), `${moneyWords(net, currency)} ${currency}`],
    ]),
  )
}

function heading(doc: Doc, text: string): void {
  doc.moveDown(1).font('bold').fontSize(11).text(text, MARGIN, undefined, { width: WIDTH })
  doc.moveDown(0.3)
}

function paragraph(doc: Doc, text: string): void {
  doc.font('regular').fontSize(9).text(text, MARGIN, undefined, { width: WIDTH })
}

function table(doc: Doc, head: readonly string[], rows: readonly (readonly string[])[]): void {
  const columns = COLUMNS[head.length as keyof typeof COLUMNS]
  setRow(doc, head, { font: 'bold', columns })
  setRule(doc)
  for (const row of rows.slice(0, ROWS_MAX)) setRow(doc, row, { font: 'regular', columns })
  if (rows.length === 0) paragraph(doc, 'Nothing was closed.')
  if (rows.length > ROWS_MAX) paragraph(doc, `${rows.length - ROWS_MAX} more are in the report as CSV.`)
}

/** Side by side with 5 points between them; the first to the left, numbers to the right. */
function columnsOf(widths: readonly number[]): Column[] {
  let x = MARGIN
  return widths.map((width, at) => {
    const column: Column = { x, width: width - 5, align: at === 0 ? 'left' : 'right' }
    x += width
    return column
  })
}
