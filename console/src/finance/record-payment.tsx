import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useRef } from 'react'
import { api, type InvoiceDetail } from '../api.ts'
import { decimalOf, minorOf } from '../shell/money.ts'
import { notifyDone } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { ownZone, wallTime } from '../shell/zoned.ts'
import { below } from './below.ts'
import styles from './finance.module.css'
import { useGate } from './gate.ts'
import { isAnswered } from './use-act.ts'
import { methods } from './words.ts'

const byHand = ['bank_transfer', 'cash', 'other'] as const

/** Money that came by bank or cash. */
export function RecordPayment({ invoice }: { invoice: InvoiceDetail }): ReactElement | null {
  const closed = useGate('invoices:record-payments')
  if (closed !== undefined) return null
  return (
    <Panel title="Record a payment">
      <PaymentForm key={invoice.balanceMinor} invoice={invoice} />
    </Panel>
  )
}

function usePaymentForm({ id, currency, balanceMinor }: InvoiceDetail) {
  const queryClient = useQueryClient()
  // One key until it is known what became of it: a second click records no second payment.
  const key = useRef<string>(crypto.randomUUID())
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: {
      ...{ amountMinor: decimalOf({ minor: balanceMinor, currency }), method: 'bank_transfer', reference: '' },
      receivedOn: wallTime(new Date(), ownZone()).date,
    },
    validate: {
      amountMinor: (typed) => {
        const minor = minorOf(typed, currency)
        return minor !== undefined && BigInt(minor) > 0n ? null : `Write the sum in digits, as ${currency} has them`
      },
      reference: filled('Write what the bank or the receipt calls it'),
      receivedOn: filled('Choose the day'),
    },
  })
  const sent = useFormSubmit({
    form,
    async send({ amountMinor, method, reference, receivedOn }) {
      const money = { currency, amountMinor: minorOf(amountMinor, currency) ?? '' }
      const body = { invoiceId: id, method: method as (typeof byHand)[number], reference, receivedOn, ...money }
      try {
        return await api.invoices.recordPayment({ body, idempotencyKey: key.current })
      } catch (error) {
        if (isAnswered(error)) key.current = crypto.randomUUID()
        throw error
      }
    },
    async done() {
      notifyDone('The payment is recorded.')
      await queryClient.invalidateQueries({ queryKey: ['finance'] })
    },
  })
  return { form, ...sent }
}

function PaymentForm({ invoice }: { invoice: InvoiceDetail }): ReactElement {
  const { form, submit, pending, problem } = usePaymentForm(invoice)
  return (
    <form onSubmit={submit} noValidate aria-label="Record a payment">
      <Stack>
        <ProblemNotice error={problem} />
        <div className={styles.pair}>
          <TextInput
            key={form.key('amountMinor')}
            label={`Amount in ${invoice.currency}`}
            description="What is beyond the rest goes to the customer’s credit"
            {...below}
            inputMode="decimal"
            autoComplete="off"
            {...form.getInputProps('amountMinor')}
          />
          <NativeSelect
            key={form.key('method')}
            label="Came by"
            data={byHand.map((value) => ({ value, label: methods[value] ?? value }))}
            {...form.getInputProps('method')}
          />
          <TextInput key={form.key('reference')} label="Reference" {...form.getInputProps('reference')} />
          <TextInput
            key={form.key('receivedOn')}
            label="Received on"
            type="date"
            {...form.getInputProps('receivedOn')}
          />
        </div>
        <Group>
          <Button type="submit" loading={pending}>
            Record the payment
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
