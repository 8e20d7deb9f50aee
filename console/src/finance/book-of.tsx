import { Text } from '@mantine/core'
import type { ReactElement } from 'react'
import type { PaymentExplanation } from '../api.ts'
import { When } from '../shell/when.tsx'
import { accountInWords, ruleWords } from './explain-words.ts'
import styles from './finance.module.css'
import { Sheet } from './sheet.tsx'
import { sum } from './words.ts'

type Entry = PaymentExplanation['book'][number]

/** What was booked for a payment: transactions that are zero each, and so is their sum. */
export function BookOf({ book }: { book: readonly Entry[] }): ReactElement {
  if (book.length === 0) return <Text size="sm">No money has moved, so nothing was booked.</Text>
  const transactions = Map.groupBy(book, ({ transactionId }) => transactionId)
  return (
    <section aria-label="The book">
      <Text fw={560}>The book</Text>
      <Text size="sm">Above zero: what somebody owes us. Below: what we owe, or have earned.</Text>
      <Sheet label="Entries">
        <thead>
          <tr>
            <th scope="col">Account</th>
            <th scope="col">Amount</th>
          </tr>
        </thead>
        {[...transactions].map(([id, entries]) => (
          <Transaction key={id} entries={entries} />
        ))}
        <tfoot>
          {sumsOf(book).map(([currency, minor]) => (
            <tr key={currency} className={styles.whole}>
              <th scope="row">All entries in {currency} add up to</th>
              <td>{sum(minor, currency)}</td>
            </tr>
          ))}
        </tfoot>
      </Sheet>
    </section>
  )
}

function Transaction({ entries }: { entries: readonly Entry[] }): ReactElement | null {
  const [first] = entries
  if (first === undefined) return null
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={2}>
          {ruleWords[first.rule] ?? first.rule}
          {first.step > 1 && `, change ${first.step}`}
          <span className={styles.at}>
            <When at={first.postedAt} />
          </span>
        </th>
      </tr>
      {entries.map(({ account, amount }) => (
        <tr key={account}>
          <td>{accountInWords(account)}</td>
          <td>{sum(amount.minor, amount.currency)}</td>
        </tr>
      ))}
    </tbody>
  )
}

/** The sum of each currency, in whole minor units. */
function sumsOf(book: readonly Entry[]): readonly (readonly [string, string])[] {
  const sums = new Map<string, bigint>()
  for (const { amount } of book) sums.set(amount.currency, (sums.get(amount.currency) ?? 0n) + BigInt(amount.minor))
  return [...sums].map(([currency, minor]) => [currency, String(minor)])
}
