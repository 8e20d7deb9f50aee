import { Button, Group, NativeSelect, Select, Stack, TextInput } from '@mantine/core'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import { useForm } from '@mantine/form'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../../../api.ts'
import { notifyDone } from '../../../shell/notify.ts'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { filled, useFormSubmit } from '../../../shell/use-form-submit.ts'
import { typedDecimal } from '../../decimals.ts'
import { tradingKey } from '../../queries.ts'
import type { TradingAccount } from '../../types.ts'
import { decimalFault } from '../fills/faults.ts'
import styles from '../trades.module.css'

const PAUSE_MS = 250

/** What a statement says of cash or of a position at the end of a day. */
export function NewStatement({ account }: { account: TradingAccount }): ReactElement {
  const queryClient = useQueryClient()
  const form = useForm({
    mode: 'controlled',
    initialValues: { day: '', of: 'cash', currency: account.currency, instrumentId: '', amount: '' },
    validate: {
      day: filled('Say of which day'),
      amount: decimalFault,
      instrumentId: (id, { of }) => (of === 'position' && id === '' ? 'Choose the instrument' : null),
    },
  })
  const { of } = form.getValues()
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ day, currency, instrumentId, amount }) =>
      api.trading.enterStatement({
        body: {
          ...{ accountId: account.id, day, amount: typedDecimal(amount) ?? '' },
          ...(of === 'cash' ? { currency: currency.trim().toUpperCase() } : { instrumentId }),
        },
      }),
    async done() {
      form.setFieldValue('amount', '')
      notifyDone('The statement stands beside what we computed.')
      await queryClient.invalidateQueries({ queryKey: tradingKey })
    },
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack mb="lg">
        <ProblemNotice error={problem} />
        <div className={styles.pair}>
          <TextInput label="Trading day" type="date" {...form.getInputProps('day')} />
          <NativeSelect
            label="Of"
            data={[
              { value: 'cash', label: 'Cash' },
              { value: 'position', label: 'A position' },
            ]}
            {...form.getInputProps('of')}
          />
          {of === 'cash' ? (
            <TextInput label="Currency" maxLength={10} {...form.getInputProps('currency')} />
          ) : (
            <InstrumentChoice {...form.getInputProps('instrumentId')} />
          )}
          <TextInput
            label={of === 'cash' ? 'Balance at the end of the day' : 'Quantity at the end of the day'}
            description={of === 'cash' ? undefined : 'Negative when short'}
            {...form.getInputProps('amount')}
          />
        </div>
        <Group>
          <Button type="submit" variant="default" loading={pending}>
            Enter the statement
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

interface InstrumentChoiceProps {
  readonly value?: string
  readonly error?: ReactElement | string
  readonly onChange: (id: string) => void
}

function InstrumentChoice({ value, error, onChange }: InstrumentChoiceProps): ReactElement {
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), PAUSE_MS)
  const found = useQuery({
    queryKey: [...tradingKey, 'instruments', 'found', search],
    queryFn: async ({ signal }) =>
      (await api.trading.listInstruments({ query: { limit: 50, ...(search !== '' && { search }) }, signal })).items,
    placeholderData: keepPreviousData,
  })
  return (
    <Select
      label="Instrument"
      searchable
      value={value || null}
      error={error}
      onChange={(id) => onChange(id ?? '')}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      data={(found.data ?? []).map(({ id, symbol }) => ({ value: id, label: symbol }))}
    />
  )
}
