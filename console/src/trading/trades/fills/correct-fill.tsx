import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { Dialog } from '../../../shell/dialog.tsx'
import { notifyDone } from '../../../shell/notify.ts'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { useFormSubmit } from '../../../shell/use-form-submit.ts'
import { typedDecimal } from '../../decimals.ts'
import { tradingKey } from '../../queries.ts'
import type { TradingAccount } from '../../types.ts'
import { clockOf, instantOf } from '../clock.ts'
import type { Execution } from '../types.ts'
import { decimalFault, momentFault, unsignedFault } from './faults.ts'

interface CorrectFillProps {
  readonly fill: Execution
  readonly account: TradingAccount
  readonly onClose: () => void
}

type Values = Record<'side' | 'quantity' | 'price' | 'executedAt' | 'fees' | 'fxRate', string>

/** Puts a corrected fill in the place of this one; only what was changed is sent. */
export function CorrectFill({ fill, account, onClose }: CorrectFillProps): ReactElement {
  const queryClient = useQueryClient()
  const zone = account.timeZone
  const was = valuesOf(fill, zone)
  const form = useForm<Values>({
    mode: 'uncontrolled',
    initialValues: was,
    validate: {
      ...{ quantity: unsignedFault, price: unsignedFault, fees: decimalFault, fxRate: unsignedFault },
      executedAt: momentFault,
    },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (values) => api.trading.correctExecution({ path: { id: fill.id }, body: changeOf(was, values, zone) }),
    async done() {
      notifyDone('The fill is corrected, and its trades are made anew.')
      onClose()
      await queryClient.invalidateQueries({ queryKey: tradingKey })
    },
  })
  return (
    <Dialog title={`Correct a fill of ${fill.instrument.symbol}`} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemNotice error={problem} />
          <CorrectFields form={form} fill={fill} account={account} />
          <Group>
            <Button variant="default" onClick={onClose}>
              Leave it as it is
            </Button>
            <Button type="submit" loading={pending}>
              Correct it
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}

interface CorrectFieldsProps extends Pick<CorrectFillProps, 'fill' | 'account'> {
  readonly form: Pick<UseFormReturnType<Values>, 'getInputProps' | 'key'>
}

function CorrectFields({ form, fill, account }: CorrectFieldsProps): ReactElement {
  return (
    <>
      <NativeSelect
        key={form.key('side')}
        label="Side"
        data={[
          { value: 'buy', label: 'Bought' },
          { value: 'sell', label: 'Sold' },
        ]}
        {...form.getInputProps('side')}
      />
      <TextInput key={form.key('quantity')} label="Quantity" inputMode="decimal" {...form.getInputProps('quantity')} />
      <TextInput key={form.key('price')} label="Price" inputMode="decimal" {...form.getInputProps('price')} />
      <TextInput
        key={form.key('executedAt')}
        label={`At, by the clock of ${account.timeZone}`}
        type="datetime-local"
        step={1}
        {...form.getInputProps('executedAt')}
      />
      <TextInput
        key={form.key('fees')}
        label={`Fees in ${fill.instrument.currency}`}
        description="A rebate is negative"
        {...form.getInputProps('fees')}
      />
      {fill.instrument.currency !== account.currency && (
        <TextInput
          key={form.key('fxRate')}
          label={`One ${fill.instrument.currency} in ${account.currency}`}
          inputMode="decimal"
          {...form.getInputProps('fxRate')}
        />
      )}
    </>
  )
}

function valuesOf({ side, quantity, price, executedAt, fees, fxRate }: Execution, zone: string): Values {
  return { side, quantity, price, executedAt: clockOf(executedAt, zone), fees, fxRate }
}

function changeOf(was: Values, values: Values, zone: string) {
  const isChanged = (name: keyof Values): boolean => values[name].trim() !== was[name]
  const changed = (name: keyof Values) => (isChanged(name) ? { [name]: typedDecimal(values[name]) } : {})
  return {
    ...(isChanged('side') ? { side: values.side as 'buy' | 'sell' } : {}),
    ...changed('quantity'),
    ...changed('price'),
    ...(isChanged('executedAt') ? { executedAt: instantOf(values.executedAt, zone) ?? '' } : {}),
    ...changed('fees'),
    ...changed('fxRate'),
  }
}
