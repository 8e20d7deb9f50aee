import { Button, Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../../api.ts'
import { ConfirmButton } from '../../shell/confirm-button.tsx'
import { notifyDone } from '../../shell/notify.ts'
import { Panel } from '../../shell/panel.tsx'
import { ProblemNotice } from '../../shell/problem-notice.tsx'
import { Row, Rows } from '../../shell/rows.tsx'
import { StateBadge } from '../../shell/state-badge.tsx'
import { tradingKey, tradingQueries } from '../queries.ts'
import { limitsInWords, priceInWords } from './plan-words.ts'
import type { OfferedPlan, Subscription } from './queries.ts'

/** Every plan there is, and the way to it; nothing where there is no choice. */
export function PlanChoice(): ReactElement | null {
  const client = useQueryClient()
  const { data: plans = [] } = useQuery(tradingQueries.plans())
  const { data: subscription } = useQuery(tradingQueries.subscription())
  const choose = useMutation({
    mutationFn: (plan: OfferedPlan) => api.trading.choosePlan({ body: { plan: plan.name } }),
    onSuccess: async (chosen, { title }) => {
      await client.invalidateQueries({ queryKey: tradingKey })
      if (chosen.order !== null) window.scrollTo({ top: 0 })
      else notifyDone(chosen.state === 'paid' ? `${title} holds when the paid time is over` : `${title} holds now`)
    },
  })
  if (subscription === undefined || subscription.state === 'unlimited') return null
  if (plans.length < 2)
    return (
      <Panel title="Other plans">
        <p>There is no other plan to choose. Whoever runs this installation can offer some, or lift the limits.</p>
      </Panel>
    )
  return (
    <Panel title="Choose a plan">
      <Stack>
        <p>
          Another plan deletes nothing: what is beyond its limits is kept, and shown again under a plan that shows it.
        </p>
        <ProblemNotice error={choose.error} />
        <Rows label="Plans">
          {plans.map((plan) => (
            <Row
              key={plan.name}
              title={plan.price === null ? plan.title : `${plan.title}: ${priceInWords(plan.price)}`}
              detail={limitsInWords(plan.limits)}
              aside={
                <Way
                  plan={plan}
                  subscription={subscription}
                  pending={choose.isPending && choose.variables.name === plan.name}
                  onChoose={() => choose.mutate(plan)}
                />
              }
            />
          ))}
        </Rows>
      </Stack>
    </Panel>
  )
}

interface WayProps {
  readonly plan: OfferedPlan
  readonly subscription: Subscription
  readonly pending: boolean
  readonly onChoose: () => void
}

function Way({ plan, subscription, pending, onChoose }: WayProps): ReactElement {
  const { plan: own, state, order, endsWithPeriod, next } = subscription
  const { name, title, price } = plan
  if (order?.plan.name === name) return <StateBadge tone="caution">To be paid</StateBadge>
  if (price !== null)
    return (
      <Button variant="default" loading={pending} onClick={onChoose}>
        {own.name === name ? `Pay for another ${price.interval} of ${title}` : `Choose ${title}`}
      </Button>
    )
  const isChosen = order === null && (own.name === name || (endsWithPeriod && next?.plan.name === name))
  if (isChosen) return <StateBadge tone="quiet">{own.name === name ? 'Yours' : 'Yours afterwards'}</StateBadge>
  if (state === 'paid')
    return (
      <ConfirmButton
        label={`Let ${own.title} end, then ${title}`}
        question={`${own.title} holds until its paid time is over, without a reminder.`}
        confirm="Let it end"
        pending={pending}
        onConfirm={onChoose}
      />
    )
  return (
    <Button variant="default" loading={pending} onClick={onChoose}>
      {own.name === name ? `Stay with ${title}` : `Choose ${title}`}
    </Button>
  )
}
