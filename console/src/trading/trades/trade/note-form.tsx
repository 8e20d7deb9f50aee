import { Button, Group, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useEffect, useRef } from 'react'
import { api } from '../../../api.ts'
import { UnsavedGuard } from '../../../forms/unsaved-guard.tsx'
import { notifyDone } from '../../../shell/notify.ts'
import { Panel } from '../../../shell/panel.tsx'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { useFormSubmit } from '../../../shell/use-form-submit.ts'
import { typedDecimal } from '../../decimals.ts'
import { tradingKey, tradingQueries } from '../../queries.ts'
import styles from '../trades.module.css'
import type { TradeDetail } from '../types.ts'

const RATINGS = [1, 2, 3, 4, 5]

function valuesOf({ initialStop, plannedTarget, enteredRisk, playbookId, rating, text }: TradeDetail) {
  return {
    ...{ initialStop: initialStop ?? '', plannedTarget: plannedTarget ?? '', initialRisk: enteredRisk ?? '' },
    ...{ playbookId: playbookId ?? '', rating: rating === null ? '' : String(rating), text },
  }
}

type Values = ReturnType<typeof valuesOf>

const price = (typed: string): string | null =>
  typed.trim() === '' || typedDecimal(typed)?.startsWith('-') === false ? null : 'Give a number that is not negative'

/** Stop, target, risk, playbook, rating and words: at the version that was read. */
export function NoteForm({ trade }: { trade: TradeDetail }): ReactElement {
  const queryClient = useQueryClient()
  const form = useForm<Values>({
    mode: 'controlled',
    initialValues: valuesOf(trade),
    validate: { initialStop: price, plannedTarget: price, initialRisk: price },
  })
  const read = useReadVersion(trade, form)
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (values) =>
      api.trading.noteTrade({ path: { id: trade.id }, body: { version: read.current.version, ...changeOf(values) } }),
    async done(answer) {
      notifyDone('What you say of the trade is saved.')
      const values = valuesOf(answer)
      read.current = { version: answer.version, said: JSON.stringify(values) }
      form.setInitialValues(values)
      form.setValues(values)
      await queryClient.invalidateQueries({ queryKey: tradingKey })
    },
  })
  const isLocked = trade.reviewState === 'locked'
  return (
    <Panel title="Plan and note">
      <form onSubmit={submit} noValidate>
        <UnsavedGuard isDirty={form.isDirty} />
        <Stack>
          <ProblemNotice error={problem} />
          {isLocked && <p className={styles.quiet}>The review is locked: unlock it to change anything here.</p>}
          <PlanFields form={form} trade={trade} isLocked={isLocked} />
          <Textarea
            label="Note"
            description="Why you took it, and what you saw"
            autosize
            minRows={4}
            maxRows={20}
            maxLength={20_000}
            disabled={isLocked}
            {...form.getInputProps('text')}
          />
          <Group>
            <Button type="submit" loading={pending} disabled={isLocked || !form.isDirty()}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  )
}

interface PlanFieldsProps {
  readonly form: Pick<UseFormReturnType<Values>, 'getInputProps'>
  readonly trade: TradeDetail
  readonly isLocked: boolean
}

function PlanFields({ form, trade, isLocked }: PlanFieldsProps): ReactElement {
  return (
    <fieldset disabled={isLocked} className={styles.pair} style={{ border: 0, margin: 0, padding: 0 }}>
      <TextInput
        label="Initial stop"
        description="With it, what was risked and R are known"
        inputMode="decimal"
        {...form.getInputProps('initialStop')}
      />
      <TextInput
        label="Planned target"
        description="A price, drawn into the chart"
        inputMode="decimal"
        {...form.getInputProps('plannedTarget')}
      />
      <TextInput
        label={`Risk in ${trade.currency}`}
        description="Counts before the one of the stop"
        inputMode="decimal"
        {...form.getInputProps('initialRisk')}
      />
      <PlaybookField {...form.getInputProps('playbookId')} />
      <NativeSelect
        label="Rating"
        data={[{ value: '', label: 'None' }, ...RATINGS.map((rating) => `${rating}`)]}
        {...form.getInputProps('rating')}
      />
    </fieldset>
  )
}

/**
 * The version of what stands in the fields: it follows what is read anew, unless something else was said meanwhile and something was typed. A
 * review or a tag says nothing of these fields.
 */
function useReadVersion(
  trade: TradeDetail,
  form: Pick<UseFormReturnType<Values>, 'isDirty' | 'setInitialValues' | 'setValues'>,
) {
  const read = useRef({ version: trade.version, said: JSON.stringify(valuesOf(trade)) })
  const { isDirty, setInitialValues, setValues } = form
  useEffect(() => {
    const values = valuesOf(trade)
    const said = JSON.stringify(values)
    const isSame = said === read.current.said
    if (!isSame && isDirty()) return
    read.current = { version: trade.version, said }
    if (isSame) return
    setInitialValues(values)
    setValues(values)
  }, [trade, isDirty, setInitialValues, setValues])
  return read
}

function changeOf({ initialStop, plannedTarget, initialRisk, playbookId, rating, text }: Values) {
  const decimal = (typed: string): string | null => typedDecimal(typed) ?? null
  return {
    ...{ initialStop: decimal(initialStop), plannedTarget: decimal(plannedTarget), initialRisk: decimal(initialRisk) },
    ...{ playbookId: playbookId === '' ? null : playbookId, rating: rating === '' ? null : Number(rating), text },
  }
}

function PlaybookField(field: ReturnType<ReturnType<typeof useForm>['getInputProps']>): ReactElement {
  const playbooks = (useQuery(tradingQueries.playbooks()).data ?? []).filter(
    ({ id, status }) => status === 'active' || id === field.value,
  )
  return (
    <NativeSelect
      label="Playbook"
      data={[{ value: '', label: 'None' }, ...playbooks.map(({ id, name }) => ({ value: id, label: name }))]}
      {...field}
    />
  )
}
