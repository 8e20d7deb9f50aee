import { Button, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../../../api.ts'
import { Dialog } from '../../../shell/dialog.tsx'
import { notifyDone } from '../../../shell/notify.ts'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { useFormSubmit } from '../../../shell/use-form-submit.ts'
import { typedDecimal } from '../../decimals.ts'
import { tradingQueries } from '../../queries.ts'
import styles from '../journal.module.css'
import { goalsKey } from '../queries.ts'
import type { Goal, GoalInput } from '../types.ts'
import { today } from '../words.ts'
import { metrics, periods } from './goal-words.ts'

interface GoalDialogProps {
  /** Null: a new one. */
  readonly goal: Goal | null
  readonly onClose: () => void
}

const first = {
  ...{ metric: 'journal-days' as Goal['metric'], target: '', period: 'week' as Goal['period'] },
  ...{ accountId: '', startsOn: '', endsOn: '' },
}

function valuesOf(goal: Goal | null): typeof first {
  if (goal === null) return { ...first, startsOn: today() }
  const { metric, target, period, accountId, startsOn, endsOn } = goal
  return { metric, target, period, startsOn, accountId: accountId ?? '', endsOn: endsOn ?? '' }
}

function inputOf({ metric, target, period, accountId, startsOn, endsOn }: typeof first): GoalInput {
  return {
    ...{ metric, period, startsOn, target: typedDecimal(target) ?? target },
    ...{ accountId: accountId === '' ? null : accountId, endsOn: endsOn === '' ? null : endsOn },
  }
}

const isMoney = (metric: Goal['metric']): boolean => metrics[metric].unit === 'money'

function unitInWords(metric: Goal['metric'], currency = 'in the currency of the account'): string {
  return { money: currency, percent: '%', count: 'a whole number' }[metrics[metric].unit]
}

export function GoalDialog({ goal, onClose }: GoalDialogProps): ReactElement {
  const queryClient = useQueryClient()
  const accounts = useQuery(tradingQueries.accounts()).data ?? []
  const [idempotencyKey] = useState(() => crypto.randomUUID())
  const form = useForm({
    mode: 'controlled',
    initialValues: valuesOf(goal),
    validate: {
      target: (typed) => (typedDecimal(typed)?.startsWith('-') === false ? null : 'Write a number, such as 5'),
      accountId: (chosen, { metric }) =>
        isMoney(metric) && chosen === '' ? 'Money is of one account: choose it' : null,
      startsOn: (day) => (day === '' ? 'Say from when' : null),
    },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (values) => {
      const body = inputOf(values)
      if (goal === null) return api.trading.createGoal({ body, idempotencyKey })
      return api.trading.saveGoal({ path: { id: goal.id }, body: { ...body, version: goal.version } })
    },
    async done() {
      notifyDone(goal === null ? 'The goal is set.' : 'The goal is changed.')
      onClose()
      await queryClient.invalidateQueries({ queryKey: goalsKey })
    },
  })
  const currency = accounts.find(({ id }) => id === form.values.accountId)?.currency
  return (
    <Dialog title={goal === null ? 'New goal' : 'Change the goal'} onClose={onClose}>
      <form onSubmit={submit} noValidate aria-label="Goal">
        <Stack gap="md">
          <ProblemNotice error={problem} />
          <NativeSelect
            label="What is to be reached"
            data={Object.entries(metrics).map(([value, { label }]) => ({ value, label }))}
            {...form.getInputProps('metric')}
          />
          <TextInput
            label={`Target, ${unitInWords(form.values.metric, currency)}`}
            inputMode="decimal"
            autoComplete="off"
            maxLength={40}
            {...form.getInputProps('target')}
          />
          <NativeSelect
            label="In"
            data={Object.entries(periods).map(([value, label]) => ({ value, label }))}
            {...form.getInputProps('period')}
          />
          <NativeSelect
            label="Account"
            data={[
              { value: '', label: isMoney(form.values.metric) ? 'Choose an account' : 'All accounts' },
              ...accounts.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            {...form.getInputProps('accountId')}
          />
          <div className={styles.pair}>
            <TextInput type="date" label="From" {...form.getInputProps('startsOn')} />
            <TextInput type="date" label="To (empty: without end)" {...form.getInputProps('endsOn')} />
          </div>
          <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
            {goal === null ? 'Set the goal' : 'Save the goal'}
          </Button>
        </Stack>
      </form>
    </Dialog>
  )
}
