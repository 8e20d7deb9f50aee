import { Button, Group, Text, TextInput } from '@mantine/core'
import { type ReactElement, type ReactNode, useState } from 'react'
import { api, type InvoiceDetail } from '../api.ts'
import { TextLink } from '../shell/text-link.tsx'
import { When } from '../shell/when.tsx'
import { Day } from './day.tsx'
import styles from './finance.module.css'
import { useGate } from './gate.ts'
import { useAct } from './use-act.ts'
import { methods, sum } from './words.ts'

type Allocation = InvoiceDetail['allocations'][number]

interface Step {
  readonly key: string
  /** What it is sorted by: an instant; the end of a day whose hour nobody keeps; for the issue, just behind the draft, since all else follows it. */
  readonly at: string
  readonly when: ReactNode
  readonly what: ReactNode
}

/** What became of a document, oldest first. */
export function InvoiceHistory({ invoice }: { invoice: InvoiceDetail }): ReactElement {
  const steps = [...ownSteps(invoice), ...moneySteps(invoice), ...letterSteps(invoice)]
  return (
    <ol className={styles.history} aria-label="History">
      {steps
        .toSorted((one, other) => one.at.localeCompare(other.at))
        .map(({ key, when, what }) => (
          <li key={key}>
            {what}
            <span className={styles.at}>{when}</span>
          </li>
        ))}
    </ol>
  )
}

function ownSteps({ createdAt, issuedOn, sentAt, number, creditNotes, currency }: InvoiceDetail): Step[] {
  const onDay = (key: string, day: string, what: ReactNode): Step => ({
    ...{ key, at: `${day}T23:59:59Z`, when: <Day of={day} />, what },
  })
  return [
    { key: 'drafted', at: createdAt, when: <When at={createdAt} />, what: 'Drafted' },
    ...(issuedOn === null ? [] : [{ ...onDay('issued', issuedOn, `Issued as ${number}`), at: `${createdAt}~` }]),
    ...(sentAt === null ? [] : [{ key: 'sent', at: sentAt, when: <When at={sentAt} />, what: 'Sent by mail' }]),
    ...creditNotes.map((note) =>
      onDay(
        note.id,
        note.issuedOn ?? issuedOn ?? '',
        <>
          <TextLink to="/finance/invoices/$id" params={{ id: note.id }}>
            {note.number ?? 'A credit note'}
          </TextLink>{' '}
          credits {sum(note.totalMinor, currency)}
        </>,
      ),
    ),
  ]
}

function letterSteps({ notices }: InvoiceDetail): Step[] {
  return notices.map(({ step, outcome, at }) => ({
    ...{ key: `letter-${step}`, at, when: <When at={at} /> },
    what: outcome === 'sent' ? `Reminder ${step} was mailed` : `Reminder ${step} was left out`,
  }))
}

function moneySteps({ allocations, currency }: InvoiceDetail): Step[] {
  return allocations.map((one, at) => ({
    ...{ key: `${one.paymentId}-${at}`, at: one.at, when: <When at={one.at} /> },
    what: <MoneyStep allocation={one} currency={currency} mayTakeBack={isStanding(one, allocations)} />,
  }))
}

/** Of a payment by hand what it pays here is taken back once at most. */
function isStanding({ paymentId, method, reason }: Allocation, all: readonly Allocation[]): boolean {
  const own = all.filter((other) => other.paymentId === paymentId)
  return method !== 'provider' && reason === 'paid' && own.every((other) => other.reason === 'paid')
}

interface MoneyStepProps {
  readonly allocation: Allocation
  readonly currency: string
  readonly mayTakeBack: boolean
}

function MoneyStep({ allocation, currency, mayTakeBack }: MoneyStepProps): ReactElement {
  const { paymentId, method, amountMinor, reason, receivedOn } = allocation
  const amount = sum(amountMinor.replace('-', ''), currency)
  if (reason === 'credited') return <>{amount} beyond what is left went to the customer’s credit</>
  return (
    <>
      {reason === 'paid' ? `${amount} paid: ` : `${amount} taken back: `}
      {method === 'provider' ? (
        <TextLink to="/finance/payments/$id" params={{ id: paymentId }}>
          payment by a provider
        </TextLink>
      ) : (
        methods[method]?.toLowerCase()
      )}
      , received <Day of={receivedOn} />
      {mayTakeBack && <TakeBack paymentId={paymentId} amount={amount} />}
    </>
  )
}

/** A payment that was recorded by mistake is taken back by a counter entry, with a reason. */
function TakeBack({ paymentId, amount }: { paymentId: string; amount: string }): ReactElement | null {
  const closed = useGate('invoices:record-payments')
  const [asking, ask] = useState(false)
  const [reason, setReason] = useState('')
  const reverse = useAct(
    (idempotencyKey) =>
      api.invoices.reversePayment({ path: { id: paymentId }, body: { reason: reason.trim() }, idempotencyKey }),
    'The payment is taken back.',
  )
  if (closed !== undefined) return null
  if (!asking) {
    return (
      <div>
        <Button size="compact-xs" variant="subtle" onClick={() => ask(true)} aria-label={`Take it back: ${amount}`}>
          Take it back
        </Button>
      </div>
    )
  }
  return (
    <Group align="flex-end" mt="xs">
      <TextInput
        label={`Why ${amount} is taken back`}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <Button variant="default" onClick={() => ask(false)}>
        Keep it
      </Button>
      <Button color="red" loading={reverse.isPending} disabled={reason.trim() === ''} onClick={() => reverse.mutate()}>
        Take it back
      </Button>
      <Text size="sm" c="dimmed">
        What it paid is open again.
      </Text>
    </Group>
  )
}
