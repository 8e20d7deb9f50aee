import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useRef, useState } from 'react'
import { api, type PaymentDetail } from '../api.ts'
import { useProof } from '../identity/step-up.tsx'
import { Dialog } from '../shell/dialog.tsx'
import { GatedButton } from '../shell/gated-button.tsx'
import { decimalOf, minorOf } from '../shell/money.ts'
import { notifyDone } from '../shell/notify.ts'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { useFormSubmit } from '../shell/use-form-submit.ts'
import { useGate } from './gate.ts'
import { isAnswered } from './use-act.ts'
import { sum } from './words.ts'

/** Gives money back: at most what is left, with a reason, by somebody who has just proven who they are. */
export function RefundButton({ payment }: { payment: PaymentDetail }): ReactElement | null {
  const closed = useGate('payments:refund')
  const [open, setOpen] = useState(false)
  if (payment.captured.minor === '0') return null
  const isHeld = payment.disputes.some(({ state }) => state === 'open')
  const nothing = payment.refundable.minor === '0' ? 'Nothing is left to refund' : undefined
  const held = isHeld ? 'Refunds wait until the dispute is decided' : undefined
  return (
    <>
      <GatedButton variant="default" disabledReason={closed ?? held ?? nothing} onClick={() => setOpen(true)}>
        Refund
      </GatedButton>
      <Dialog title="Refund" open={open} onClose={() => setOpen(false)}>
        <RefundForm payment={payment} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  )
}

function RefundForm({ payment, onDone }: { payment: PaymentDetail; onDone: () => void }): ReactElement {
  const { refundable } = payment
  const { currency } = refundable
  const { form, submit, pending, problem } = useRefund(payment, onDone)
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <ProblemNotice error={problem} />
        <Text size="sm">{`${sum(refundable.minor, currency)} can be refunded at once. It cannot be taken back.`}</Text>
        <TextInput
          key={form.key('amount')}
          label={`Amount in ${currency}`}
          inputMode="decimal"
          autoComplete="off"
          {...form.getInputProps('amount')}
        />
        <TextInput
          key={form.key('reason')}
          label="Why"
          description="Kept with the refund, and seen by staff"
          maxLength={300}
          {...form.getInputProps('reason')}
        />
        <Group>
          <Button type="submit" color="red" loading={pending}>
            Refund it
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function useRefund({ id, refundable }: PaymentDetail, onDone: () => void) {
  const { currency } = refundable
  const prove = useProof()
  const queryClient = useQueryClient()
  // One key until it is known what became of it: a second click or a lost answer refunds once.
  const key = useRef<string>(crypto.randomUUID())
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { amount: decimalOf(refundable), reason: '' },
    validate: {
      amount(typed) {
        const minor = minorOf(typed, currency)
        if (minor === undefined || BigInt(minor) <= 0n) return `Write the sum in digits, as ${currency} has them`
        return BigInt(minor) > BigInt(refundable.minor) ? `At most ${sum(refundable.minor, currency)}` : null
      },
      reason: (typed) => (typed.trim().length < 3 ? 'Say why, in three letters at least' : null),
    },
  })
  const sent = useFormSubmit({
    form,
    async send({ amount, reason }) {
      const body = { amount: { minor: minorOf(amount, currency) ?? '', currency }, reason: reason.trim() }
      try {
        return await prove(() => api.payments.refund({ path: { id }, body, idempotencyKey: key.current }))
      } catch (error) {
        if (isAnswered(error)) key.current = crypto.randomUUID()
        throw error
      }
    },
    async done() {
      onDone()
      notifyDone('The refund is asked for.')
      await queryClient.invalidateQueries({ queryKey: ['finance'] })
    },
  })
  return { form, ...sent }
}
