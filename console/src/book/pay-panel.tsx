import { Alert, Button, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useEffect, useState } from 'react'
import { api } from '../api.ts'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { CardStep } from './card-step.tsx'
import { asGuest, isUnderWay, type OwnPayment, type Payable, paymentKey, paymentQuery } from './queries.ts'
import { TestPayments, useWays, type Way, WayForm } from './ways.tsx'

type Money = OwnPayment['amount']

interface PayPanelProps {
  readonly subject: Payable
  readonly token: string | null
  /** What is due; it is the server that says what is charged. */
  readonly amount: Money
  /** What has to be done before the first try. */
  readonly before?: () => Promise<unknown>
  /** The payment has changed something of what it is for. */
  readonly onPaid: () => void
}

/** Pays for something: the way, then what the way wants, then waiting for the word of bank and server. */
export function PayPanel(props: PayPanelProps): ReactElement {
  const { subject, token, onPaid } = props
  const query = useQuery(paymentQuery(subject, token))
  const isDone = query.data?.fulfilled === true
  useEffect(() => {
    if (isDone) onPaid()
  }, [isDone, onPaid])
  return <QueryView query={query}>{(payment) => <Steps {...props} payment={payment} />}</QueryView>
}

function Steps({ payment, ...props }: PayPanelProps & { readonly payment: OwnPayment | null }): ReactElement {
  const { subject, token, amount } = props
  const client = useQueryClient()
  const ways = useWays(amount)
  const [isChoosing, setChoosing] = useState(false)
  const refresh = (): Promise<void> => client.invalidateQueries({ queryKey: paymentKey(subject) })
  const look = useMutation({
    mutationFn: () => api.payments.confirm({ path: { id: payment?.id ?? '' }, headers: asGuest(token) }),
    onSettled: refresh,
  })
  useReturn(payment, () => look.mutate())
  const pay = useMutation({
    mutationFn: async ({ way, phone }: { readonly way: Way; readonly phone: string | null }) => {
      await props.before?.()
      return await api.payments.createIntent({
        body: {
          ...{ subject, provider: way.provider, returnUrl: window.location.pathname },
          ...(token === null ? {} : { token }),
          ...(phone === null ? {} : { phone }),
        },
      })
    },
    onSuccess: async ({ next }) => {
      setChoosing(false)
      if (next?.kind === 'redirect') window.location.assign(next.url)
      else await refresh()
    },
  })
  const step = stepOf(payment)
  const shown = isChoosing && step === 'act' ? 'choose' : step
  return (
    <Stack gap="lg">
      <TestPayments ways={ways.data ?? []} />
      {shown === 'choose' && (
        <>
          <Failure payment={payment} />
          <ProblemNotice error={pay.error} />
          <QueryView query={ways}>
            {(found) => (
              <WayForm
                ways={found}
                amount={amount}
                pending={pay.isPending}
                onPay={(way, phone) => pay.mutate({ way, phone })}
              />
            )}
          </QueryView>
        </>
      )}
      {shown === 'act' && payment?.next != null && (
        <CardStep
          next={payment.next}
          amount={payment.amount}
          onTold={() => look.mutateAsync()}
          onOther={() => setChoosing(true)}
        />
      )}
      {shown === 'wait' && payment !== null && (
        <Waiting payment={payment} pending={look.isPending} onLook={() => look.mutate()} />
      )}
      {shown === 'wait' && <ProblemNotice error={look.error} />}
    </Stack>
  )
}

/** Back from the pages of a bank or provider: it is asked at once how it ended, since its own word may be late. */
function useReturn(payment: OwnPayment | null, look: () => void): void {
  const [isBack] = useState(() => /[?&](?:PayerID|payment_intent|token)=/.test(window.location.search))
  const [isAsked, setAsked] = useState(false)
  useEffect(() => {
    if (!isBack || isAsked || payment === null) return
    setAsked(true)
    look()
  }, [isBack, isAsked, payment, look])
}

type Step = 'choose' | 'act' | 'wait'

/** `act`: the payer has something to do; `wait`: somebody else has. */
function stepOf(payment: OwnPayment | null): Step {
  if (payment === null) return 'choose'
  if (payment.underReview || payment.state !== 'open') return payment.state === 'canceled' ? 'choose' : 'wait'
  if (payment.attemptState === 'requires_action') return payment.next === null ? 'wait' : 'act'
  return isUnderWay(payment) || payment.attemptState === 'authorized' ? 'wait' : 'choose'
}

function Failure({ payment }: { payment: OwnPayment | null }): ReactElement | null {
  if (payment === null || payment.state !== 'open' || payment.attemptState === 'requires_action') return null
  return (
    <Alert role="alert" variant="outline" title="The last try did not go through">
      <Text size="sm">Nothing was taken. Try again, or choose another way.</Text>
    </Alert>
  )
}

interface WaitingProps {
  readonly payment: OwnPayment
  readonly pending: boolean
  readonly onLook: () => void
}

/** Says honestly what is not known yet. */
function Waiting({ payment, pending, onLook }: WaitingProps): ReactElement {
  const { title, text } = waitingWords(payment)
  return (
    <Alert role="status" variant="outline" title={title}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{text}</Text>
        {payment.state === 'open' && (
          <Button size="xs" variant="default" loading={pending} onClick={onLook}>
            Ask again now
          </Button>
        )}
      </Stack>
    </Alert>
  )
}

function waitingWords({ state, underReview, provider, next }: OwnPayment): { title: string; text: string } {
  if (underReview)
    return {
      title: 'Your money has arrived, and a person looks at it',
      text: 'Something about it is not as we asked for. You need not pay again; we write to you.',
    }
  if (state !== 'open') return { title: 'Paid', text: 'Your payment has arrived. One moment.' }
  if (provider === 'mpesa' && next?.kind === 'wait')
    return {
      title: 'Look at your telephone',
      text: 'Confirm the payment there with your M-Pesa PIN. This page goes on by itself.',
    }
  return {
    title: 'We are waiting for the bank',
    text: 'We do not know yet whether your payment has gone through. You need not pay again: this page goes on as soon as we know, and we write to you as well.',
  }
}
