import type { ReactElement, ReactNode } from 'react'
import type { PaymentDetail } from '../api.ts'
import { useMe } from '../identity/me.ts'
import { When } from '../shell/when.tsx'
import { attemptWords } from './explain-words.ts'
import styles from './finance.module.css'
import { providerInWords, sum } from './words.ts'

interface Step {
  readonly key: string
  readonly at: string
  readonly what: ReactNode
}

const refundWords = { pending: 'is under way', succeeded: 'was made', failed: 'did not come through' } as const
const disputeWords = {
  open: 'The payer disputes it; it is held',
  won: 'The dispute was won; it is ours again',
  lost: 'The dispute was lost; it is gone',
} as const

/** What was tried, taken, given back and disputed, oldest first. */
export function PaymentHistory({ payment }: { payment: PaymentDetail }): ReactElement {
  const me = useMe()
  const steps = stepsOf(payment, me?.user.id ?? null).toSorted((one, other) => one.at.localeCompare(other.at))
  return (
    <ol className={styles.history} aria-label="History">
      {steps.map(({ key, at, what }) => (
        <li key={key}>
          {what}
          <span className={styles.at}>
            <When at={at} />
          </span>
        </li>
      ))}
    </ol>
  )
}

function stepsOf(payment: PaymentDetail, ownId: string | null): Step[] {
  const { captured, capturedAt, fulfilledAt, unsellableAt, attempts, refunds, disputes } = payment
  const at = (key: string, moment: string | null, what: string): Step[] =>
    moment === null ? [] : [{ key, at: moment, what }]
  return [
    ...attempts.map(({ id, createdAt, provider, state, reason, reference }) => ({
      ...{ key: id, at: createdAt },
      what: (
        <>
          Tried with {providerInWords(provider)}: {attemptWords[state] ?? state}
          {reason !== null && ` (${reason})`}
          {reference !== null && <span className={styles.at}>Its reference there: {reference}</span>}
        </>
      ),
    })),
    ...at('captured', capturedAt, `${sum(captured.minor, captured.currency)} were taken`),
    ...at('fulfilled', fulfilledAt, 'What was paid for was handed over'),
    ...at('unsellable', unsellableAt, 'What was paid for could not be given any more: the money goes back'),
    ...refunds.map(({ id, createdAt, amount, state, reason, requestedBy, requestedByName, note }) => ({
      ...{ key: id, at: createdAt },
      what: (
        <>
          Refund of {sum(amount.minor, amount.currency)} {refundWords[state]}: {reason}
          {note !== null && ` (${note})`}
          <span className={styles.at}>{askedBy({ id: requestedBy, name: requestedByName }, ownId)}</span>
        </>
      ),
    })),
    ...disputes.map(({ id, createdAt, amount, state, reference }) => ({
      ...{ key: id, at: createdAt },
      what: `${disputeWords[state]}: ${sum(amount.minor, amount.currency)} (${reference})`,
    })),
  ]
}

function askedBy({ id, name }: { id: string | null; name: string | null }, ownId: string | null): string {
  if (id === null) return 'Asked for by itself'
  return `Asked for by ${id === ownId ? 'you' : (name ?? 'somebody who has left')}`
}
