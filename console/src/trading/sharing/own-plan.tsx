import { Stack } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useCallback } from 'react'
import { PayPanel } from '../../book/pay-panel.tsx'
import { Panel } from '../../shell/panel.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { StateBadge } from '../../shell/state-badge.tsx'
import { When } from '../../shell/when.tsx'
import { tradingKey, tradingQueries } from '../queries.ts'
import styles from './plan.module.css'
import { priceInWords } from './plan-words.ts'
import type { Subscription } from './queries.ts'

/** The plan that holds, what comes after it, and what is to be paid. */
export function OwnPlan(): ReactElement {
  const subscription = useQuery(tradingQueries.subscription())
  return (
    <QueryView query={subscription} rows={2}>
      {(one) => (
        <>
          <Panel title={`Plan: ${one.plan.title}`} aside={<StateOf state={one.state} />}>
            <Stack gap="xs">
              <Words subscription={one} />
            </Stack>
          </Panel>
          {one.order !== null && <Payment order={one.order} subscription={one} />}
        </>
      )}
    </QueryView>
  )
}

function StateOf({ state }: Pick<Subscription, 'state'>): ReactElement | null {
  if (state === 'paid') return <StateBadge tone="positive">Paid</StateBadge>
  return state === 'grace' ? <StateBadge tone="caution">Not paid any more</StateBadge> : null
}

function Words({ subscription }: { subscription: Subscription }): ReactElement {
  const { state, plan, paidUntil, endsWithPeriod, next } = subscription
  if (state === 'unlimited') return <p>You may keep as much as you like.</p>
  if (paidUntil === null || next === null) return <p>You may keep what is below.</p>
  const from = <When at={next.from} show="day" />
  if (state === 'grace')
    return (
      <p>
        The paid time ended on <When at={paidUntil} show="day" />. Pay for another {plan.price?.interval} by {from}, or{' '}
        {next.plan.title} holds from then on.
      </p>
    )
  return (
    <>
      <p>
        Paid until <When at={paidUntil} show="day" />.{' '}
        {endsWithPeriod
          ? `Then ${next.plan.title} holds.`
          : 'Nothing is charged by itself: we write to you before it ends.'}
      </p>
      {!endsWithPeriod && (
        <p className={styles.hint}>
          Without another payment it goes on until {from}; then {next.plan.title} holds, and nothing is deleted.
        </p>
      )}
    </>
  )
}

interface PaymentProps {
  readonly order: NonNullable<Subscription['order']>
  readonly subscription: Subscription
}

function Payment({ order, subscription: { state, plan: own } }: PaymentProps): ReactElement | null {
  const client = useQueryClient()
  const refresh = useCallback(() => void client.invalidateQueries({ queryKey: tradingKey }), [client])
  const { plan, subject } = order
  if (plan.price === null) return null
  return (
    <Panel title={`Pay for ${plan.title}`}>
      <Stack gap="lg">
        <p>
          {priceInWords(plan.price)}. {beginsWhen(plan.name === own.name, state, own.title)}
        </p>
        <PayPanel key={order.id} subject={subject} token={null} amount={plan.price.amount} onPaid={refresh} />
      </Stack>
    </Panel>
  )
}

function beginsWhen(isSame: boolean, state: Subscription['state'], own: string): string {
  if (isSame) return state === 'grace' ? 'It begins where the paid time ended.' : 'It begins where the paid time ends.'
  return state === 'paid'
    ? `It begins once it is paid, and is longer by what is left of ${own}.`
    : 'It begins once it is paid.'
}
