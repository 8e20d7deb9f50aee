import type { ReactElement } from 'react'
import type { InvoiceDetail, InvoiceTotals } from '../api.ts'
import styles from './finance.module.css'
import { Sheet } from './sheet.tsx'
import { rateInWords, sum } from './words.ts'

/** The lines of a document with its sums, each rate of tax on its own. */
export function InvoiceSheet({ invoice }: { invoice: InvoiceDetail }): ReactElement {
  const { currency, lines } = invoice
  return (
    <>
      <Sheet label="Lines">
        <thead>
          <tr>
            {['Description', 'Quantity', 'Unit price', 'Tax', 'Amount'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a document have no other name than their place
            <tr key={at}>
              <th scope="row">{line.description}</th>
              <td>{line.qty}</td>
              <td>{sum(line.unitMinor, currency)}</td>
              <td>{rateInWords(line.taxRateBp)}</td>
              <td>{sum(line.amountMinor, currency)}</td>
            </tr>
          ))}
        </tbody>
      </Sheet>
      <Sheet label="Sums">
        <SumRows totals={invoice} currency={currency} />
      </Sheet>
    </>
  )
}

interface SumRowsProps {
  readonly totals: Pick<InvoiceTotals, 'taxes' | 'subtotalMinor' | 'discountMinor' | 'totalMinor'>
  readonly currency: string
}

/** Subtotal, discount, tax of each rate, total: as the server has computed them. */
export function SumRows({ totals, currency }: SumRowsProps): ReactElement {
  const rows = [
    ['Subtotal', totals.subtotalMinor],
    ...(totals.discountMinor === '0' ? [] : [['Discount', `-${totals.discountMinor}`]]),
    ...totals.taxes.map(({ rateBp, baseMinor, taxMinor }) => [
      `Tax ${rateInWords(rateBp)} of ${sum(baseMinor, currency)}`,
      taxMinor,
    ]),
  ] as const
  return (
    <tfoot>
      {rows.map(([name, minor]) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <td>{sum(minor ?? '0', currency)}</td>
        </tr>
      ))}
      <tr className={styles.whole}>
        <th scope="row">Total</th>
        <td>{sum(totals.totalMinor, currency)}</td>
      </tr>
    </tfoot>
  )
}
