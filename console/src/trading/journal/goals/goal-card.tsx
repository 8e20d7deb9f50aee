import { Button, Group } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useId, useState } from 'react'
import { api } from '../../../api.ts'
import { ConfirmButton } from '../../../shell/confirm-button.tsx'
import { Disclosure } from '../../../shell/disclosure.tsx'
import { notifyDone, notifyProblem } from '../../../shell/notify.ts'
import { QueryView } from '../../../shell/query-view.tsx'
import { Row, Rows } from '../../../shell/rows.tsx'
import { StateBadge } from '../../../shell/state-badge.tsx'
import { ExplainedFact } from '../../explained/explained-fact.tsx'
import bar from '../../meter.module.css'
import { tradingQueries } from '../../queries.ts'
import styles from '../journal.module.css'
import { goalsKey } from '../queries.ts'
import type { Goal } from '../types.ts'
import { daysInWords, goalStates } from '../words.ts'
import { GoalDialog } from './goal-dialog.tsx'
import { goalInWords, metrics, shareOf, valueInWords } from './goal-words.ts'

/** A goal with how it stands in its present week or month. */
export function GoalCard({ goal }: { goal: Goal }): ReactElement {
  const [isOpen, setOpen] = useState(false)
  const id = useId()
  const account = useQuery(tradingQueries.accounts()).data?.find((one) => one.id === goal.accountId)
  const { progress, metric, target } = goal
  const { tone, label } = goalStates[progress.state]
  const value = progress.value === null ? 'Nothing' : valueInWords(metric, progress.value, account?.currency)
  return (
    <li className={styles.card}>
      <Group justify="space-between">
        <h2 className={styles.sub} id={id}>
          {goalInWords(goal, account?.currency)}
        </h2>
        <StateBadge tone={tone}>{label}</StateBadge>
      </Group>
      <meter
        className={bar.meter}
        aria-labelledby={id}
        min={0}
        max={1}
        value={shareOf(goal)}
        data-most={metrics[metric].isMost}
      />
      <p className={styles.hint}>
        <ExplainedFact of="goal" id={goal.id} figure="/progress/value">
          {value}
        </ExplainedFact>
        {` so far of ${valueInWords(metric, target, account?.currency)}, ${daysInWords(progress)}`}
        {`, ${account?.name ?? (goal.accountId === null ? 'all accounts' : 'an archived account')}`}
      </p>
      <Disclosure label="Earlier periods">
        <History goal={goal} currency={account?.currency} />
      </Disclosure>
      <Group>
        <Button variant="default" onClick={() => setOpen(true)}>
          Change it
        </Button>
        <RemoveGoal id={goal.id} />
      </Group>
      {isOpen && <GoalDialog goal={goal} onClose={() => setOpen(false)} />}
    </li>
  )
}

function History({ goal, currency }: { goal: Goal; currency: string | undefined }): ReactElement {
  const history = useQuery({
    queryKey: [...goalsKey, goal.id, 'history'],
    queryFn: async ({ signal }) => (await api.trading.getGoal({ path: { id: goal.id }, signal })).history,
  })
  return (
    <QueryView query={history}>
      {(periods) => (
        <Rows label="Periods of this goal">
          {periods.map((period, place) => (
            <Row
              key={period.from}
              title={daysInWords(period)}
              detail={
                <ExplainedFact of="goal" id={goal.id} figure={`/history/${place}/value`}>
                  {period.value === null ? 'Nothing' : valueInWords(goal.metric, period.value, currency)}
                </ExplainedFact>
              }
              aside={<StateBadge tone={goalStates[period.state].tone}>{goalStates[period.state].label}</StateBadge>}
            />
          ))}
        </Rows>
      )}
    </QueryView>
  )
}

function RemoveGoal({ id }: { id: string }): ReactElement {
  const queryClient = useQueryClient()
  const remove = useMutation({
    mutationFn: () => api.trading.removeGoal({ path: { id } }),
    onSuccess: async () => {
      notifyDone('The goal is removed.')
      await queryClient.invalidateQueries({ queryKey: goalsKey })
    },
    onError: notifyProblem,
  })
  return (
    <ConfirmButton
      label="Remove it"
      question="Milestones reached by it stay. Remove it?"
      confirm="Remove the goal"
      pending={remove.isPending}
      onConfirm={() => remove.mutate()}
    />
  )
}
