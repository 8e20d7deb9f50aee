import { Button, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { api } from '../../../api.ts'
import { UnsavedGuard } from '../../../forms/unsaved-guard.tsx'
import { notifyDone } from '../../../shell/notify.ts'
import { Panel } from '../../../shell/panel.tsx'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { useFormSubmit } from '../../../shell/use-form-submit.ts'
import { tradingKey } from '../../queries.ts'
import type { FeeSchedule } from '../../types.ts'
import { type FeeValues, feeInput, feeRules, feeValues, nextPrices } from './fee-values.ts'
import styles from './fees.module.css'
import { PriceFields } from './price-fields.tsx'

const PRICE_LISTS_MAX = 50

/** All of a fee schedule, price list by price list. */
export function ScheduleForm({ schedule }: { schedule: FeeSchedule | null }): ReactElement {
  const { form, submit, pending, problem } = useScheduleForm(schedule)
  const { prices } = form.values
  return (
    <form onSubmit={submit} noValidate aria-label="Fee schedule">
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <Stack gap="lg">
        <ProblemNotice error={problem} />
        <Panel title="What it is">
          <div className={styles.pairs}>
            <TextInput label="Name" maxLength={80} {...form.getInputProps('name')} />
            <TextInput
              label="Currency"
              description="Of instruments, or of the account"
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              maxLength={10}
              {...form.getInputProps('currency')}
            />
            <TextInput
              label="Decimals"
              description="Each fee is rounded to so many"
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              inputMode="numeric"
              {...form.getInputProps('digits')}
            />
          </div>
        </Panel>
        {prices.map((list, at) => (
          <Panel key={list.key} title={list.validFrom === '' ? 'Prices' : `Prices from ${list.validFrom}`}>
            <PriceFields form={form} at={at} />
          </Panel>
        ))}
        <div className={styles.actions}>
          <Button type="submit" loading={pending}>
            Save the fee schedule
          </Button>
          <Button
            variant="default"
            disabled={prices.length >= PRICE_LISTS_MAX}
            onClick={() => form.insertListItem('prices', nextPrices(prices.at(-1)))}
          >
            Add prices from another day
          </Button>
        </div>
      </Stack>
    </form>
  )
}

function useScheduleForm(schedule: FeeSchedule | null) {
  const client = useQueryClient()
  const navigate = useNavigate()
  const [idempotencyKey] = useState(() => crypto.randomUUID())
  const form = useForm<FeeValues>({ mode: 'controlled', initialValues: feeValues(schedule), validate: feeRules })
  const sent = useFormSubmit({
    form,
    send: (values) =>
      schedule === null
        ? api.trading.createFeeSchedule({ body: feeInput(values), idempotencyKey })
        : api.trading.saveFeeSchedule({
            path: { id: schedule.id },
            body: { ...feeInput(values), version: schedule.version },
          }),
    done: async ({ id }, values) => {
      form.resetDirty(values)
      notifyDone('The fee schedule is saved. Fees of fills that are there stay until you make them anew.')
      await client.invalidateQueries({ queryKey: tradingKey })
      await navigate({ to: '/trading/fee-schedules/$id', params: { id }, ignoreBlocker: true })
    },
  })
  return { form, ...sent }
}
