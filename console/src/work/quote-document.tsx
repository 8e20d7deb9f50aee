import { Text } from '@mantine/core'
import type { ReactElement } from 'react'
import { Facts } from '../shell/facts.tsx'
import { moneyInWords } from '../shell/money.ts'
import { When } from '../shell/when.tsx'
import styles from './quote.module.css'
import type { Quote } from './types.ts'
import work from './work.module.css'

/** The quote as it is stored, with the sums of the server. */
export function QuoteDocument({ quote }: { quote: Quote }): ReactElement {
  const { currency } = quote
  const money = (minor: string): string => moneyInWords({ minor, currency })
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by the keyboard */}
      <section className={styles.scroll} aria-label="Lines" tabIndex={0}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">What for</th>
              <th scope="col" className={styles.number}>
                Quantity
              </th>
              <th scope="col" className={styles.number}>
                Price of one
              </th>
              <th scope="col" className={styles.number}>
                Tax
              </th>
            </tr>
          </thead>
          <tbody>
            {quote.lines.map(({ description, qty, unitMinor, taxRateBp }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name but their place
              <tr key={at}>
                <td>{description}</td>
                <td className={styles.number}>{qty}</td>
                <td className={styles.number}>{money(unitMinor)}</td>
                <td className={styles.number}>{`${taxRateBp / 100} %`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <Facts
        facts={[
          ['Lines together', money(quote.subtotalMinor)],
          ['Discount', quote.discountMinor === '0' ? null : money(quote.discountMinor)],
          ['Tax', money(quote.taxMinor)],
          ['Total', <strong key="total">{money(quote.totalMinor)}</strong>],
          ['Holds until', <When key="until" at={quote.validUntil} />],
          ['Sent', quote.sentAt && <When key="sent" at={quote.sentAt} />],
          ['Closed', quote.closedAt && <When key="closed" at={quote.closedAt} />],
          ['Reason given', quote.declineReason],
          ['Content (SHA-256)', quote.contentHash],
        ]}
      />
      <Text fw={560} mt="lg">
        Terms
      </Text>
      <Text className={work.words ?? ''}>{quote.terms}</Text>
    </>
  )
}
