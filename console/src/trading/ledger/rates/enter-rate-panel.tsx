import { Button, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { Panel } from '../../../shell/panel.tsx'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { filled, useFormSubmit } from '../../../shell/use-form-submit.ts'
import { typedDecimal } from '../../decimals.ts'
import { tradingKey } from '../../queries.ts'
import styles from '../imports/imports.module.css'

/** One rate of one day, in the place of what was said of it. */
export function EnterRatePanel(): ReactElement {
  const client = useQueryClient()
  const form = useForm({
    mode: 'controlled',
    initialValues: { base: '', quote: '', day: '', rate: '' },
    validate: {
      base: filled('Name a currency'),
      quote: filled('Name a currency'),
      day: filled('Choose a day'),
      rate: (typed) => (typedDecimal(typed) === undefined ? 'Write a number above zero' : null),
    },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    placeOf: (path) => path.replace(/^rates\.0\.?/, '') || 'rate',
    send: ({ base, quote, day, rate }) => {
      const pair = { base: base.trim().toUpperCase(), quote: quote.trim().toUpperCase() }
      return api.trading.putCurrencyRates({ body: { rates: [{ ...pair, day, rate: typedDecimal(rate) ?? '' }] } })
    },
    done: async () => {
      form.setFieldValue('rate', '')
      await client.invalidateQueries({ queryKey: tradingKey })
    },
  })
  return (
    <form onSubmit={submit} noValidate aria-label="Enter a rate">
      <Panel title="Enter a rate">
        <Stack gap="md">
          <ProblemNotice error={problem} />
          <div className={styles.pairs}>
            <TextInput
              label="One of"
              placeholder="EUR"
              maxLength={10}
              autoComplete="off"
              {...form.getInputProps('base')}
            />
            <TextInput
              label="Is worth in"
              placeholder="USD"
              maxLength={10}
              autoComplete="off"
              {...form.getInputProps('quote')}
            />
            <TextInput label="On" type="date" {...form.getInputProps('day')} />
            <TextInput label="Rate" inputMode="decimal" autoComplete="off" {...form.getInputProps('rate')} />
          </div>
          <Button type="submit" variant="default" loading={pending} style={{ alignSelf: 'flex-start' }}>
            Keep the rate
          </Button>
        </Stack>
      </Panel>
    </form>
  )
}
