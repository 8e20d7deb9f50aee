import type { ReactElement } from 'react'
import { moneyInWords } from '../shell/money.ts'
import styles from './portal.module.css'
import type { ClientQuote } from './types.ts'

/** Lines and sums of a quote. */
export function QuoteLines({ quote }: { quote: ClientQuote }): ReactElement {
  const { currency, lines } = quote
  const words = (minor: string): string => moneyInWords({ minor, currency })
  const sums: readonly (readonly [string, string])[] = [
    ['Before tax', quote.subtotalMinor],
    ...(quote.discountMinor === '0' ? [] : [['Discount', `-${quote.discountMinor}`] as const]),
    ['Tax', quote.taxMinor],
    ['Total', quote.totalMinor],
  ]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways on a phone must be reached by the keyboard
    <section className={styles.scroll} tabIndex={0} aria-label="Lines">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Quantity</th>
            <th scope="col" data-sum>
              Each
            </th>
            <th scope="col" data-sum>
              Tax
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ description, qty, unitMinor, taxRateBp }) => (
            <tr key={`${description} ${qty} ${unitMinor}`}>
              <td>{description}</td>
              <td>{qty}</td>
              <td data-sum>{words(unitMinor)}</td>
              <td data-sum>{`${taxRateBp / 100} %`}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          {sums.map(([name, minor]) => (
            <tr key={name}>
              <th scope="row" colSpan={2}>
                {name}
              </th>
              <td data-sum colSpan={2}>
                {words(minor)}
              </td>
            </tr>
          ))}
        </tfoot>
      </table>
    </section>
  )
}
