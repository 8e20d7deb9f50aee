import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../../../api.ts'
import { Dialog } from '../../../shell/dialog.tsx'
import { notifyDone } from '../../../shell/notify.ts'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { useFormSubmit } from '../../../shell/use-form-submit.ts'
import { decimalInWords, signOfDecimal, typedDecimal } from '../../decimals.ts'
import { RATE_LEFT_EMPTY } from '../../ledger/rates/words.ts'
import { tradingKey, tradingQueries } from '../../queries.ts'
import type { Balances, TradingAccount } from '../../types.ts'
import { instantOf } from '../clock.ts'
import { decimalFault, momentFault, unsignedFault, unsignedOrNothing } from './faults.ts'

type Position = Balances['positions'][number]

/** Offered while the account holds options: how one of them ended without a trade. */
export function EndOption({ account }: { account: TradingAccount }): ReactElement | null {
  const balances = useQuery(tradingQueries.balances(account.id))
  const [open, setOpen] = useState(false)
  const options = (balances.data?.positions ?? []).filter(({ assetClass }) => assetClass === 'option')
  if (options.length === 0 || account.archivedAt !== null) return null
  return (
    <>
      <Button variant="default" mb="lg" onClick={() => setOpen(true)}>
        An option expired or was exercised
      </Button>
      {open && <EndForm account={account} options={options} onClose={() => setOpen(false)} />}
    </>
  )
}

interface EndFormProps {
  readonly account: TradingAccount
  readonly options: readonly Position[]
  readonly onClose: () => void
}

function EndForm({ account, options, onClose }: EndFormProps): ReactElement | null {
  const queryClient = useQueryClient()
  const [first] = options
  const form = useForm<EndValues>({
    mode: 'controlled',
    initialValues: {
      ...{ option: '0', how: 'expiry', quantity: first === undefined ? '' : unsigned(first.quantity) },
      ...{ executedAt: '', fees: '0', fxRate: '' },
    },
    validate: { quantity: unsignedFault, executedAt: momentFault, fees: decimalFault, fxRate: unsignedOrNothing },
  })
  const { option, how } = form.getValues()
  const position = options[Number(option)]
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: async (values) => {
      if (position === undefined) return
      await end(account, position, values)
    },
    async done() {
      notifyDone(how === 'expiry' ? 'The option ended at 0.' : 'The option ended, and its shares changed hands.')
      onClose()
      await queryClient.invalidateQueries({ queryKey: tradingKey })
    },
  })
  if (position === undefined) return null
  const isLong = signOfDecimal(position.quantity) > 0
  return (
    <Dialog title="How the option ended" onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemNotice error={problem} />
          <NativeSelect
            label="Option"
            data={options.map(({ symbol, quantity }, at) => ({
              value: String(at),
              label: `${symbol}, ${decimalInWords(quantity)} held`,
            }))}
            {...form.getInputProps('option')}
            onChange={(event) => {
              const at = event.currentTarget.value
              form.setValues({ option: at, quantity: unsigned(options[Number(at)]?.quantity ?? '') })
            }}
          />
          <NativeSelect
            label="How"
            data={[
              { value: 'expiry', label: 'It expired without value' },
              isLong
                ? { value: 'exercise', label: 'You exercised it' }
                : { value: 'assignment', label: 'You were assigned' },
            ]}
            {...form.getInputProps('how')}
          />
          <EndFields form={form} account={account} position={position} how={how} />
          <Group>
            <Button type="submit" loading={pending}>
              Enter it
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}

interface EndFieldsProps {
  readonly form: Pick<UseFormReturnType<EndValues>, 'getInputProps'>
  readonly account: TradingAccount
  readonly position: Position
  readonly how: string
}

function EndFields({ form, account, position, how }: EndFieldsProps): ReactElement {
  return (
    <>
      <TextInput label="Contracts" inputMode="decimal" {...form.getInputProps('quantity')} />
      <TextInput
        label={`At, by the clock of ${account.timeZone}`}
        type="datetime-local"
        step={1}
        {...form.getInputProps('executedAt')}
      />
      {how !== 'expiry' && <TextInput label={`Fees in ${position.currency}`} {...form.getInputProps('fees')} />}
      {position.currency !== account.currency && (
        <TextInput
          label={`One ${position.currency} in ${account.currency}`}
          description={RATE_LEFT_EMPTY}
          {...form.getInputProps('fxRate')}
        />
      )}
    </>
  )
}

function unsigned(quantity: string): string {
  return quantity.replace('-', '')
}

interface EndValues {
  readonly option: string
  readonly how: string
  readonly quantity: string
  readonly executedAt: string
  readonly fees: string
  readonly fxRate: string
}

async function end(account: TradingAccount, position: Position, values: EndValues): Promise<void> {
  const { how, fxRate, executedAt } = values
  const body = {
    ...{ accountId: account.id, instrumentId: position.instrumentId, quantity: typedDecimal(values.quantity) ?? '' },
    executedAt: instantOf(executedAt, account.timeZone) ?? '',
    ...(fxRate.trim() === '' ? {} : { fxRate: typedDecimal(fxRate) ?? '' }),
    ...(position.positionRef === '' ? {} : { positionRef: position.positionRef }),
  }
  if (how === 'expiry') {
    const side = signOfDecimal(position.quantity) > 0 ? ('sell' as const) : ('buy' as const)
    await api.trading.enterExecution({ body: { ...body, kind: 'expiry', side, price: '0', effect: 'close' } })
  } else {
    const fees = typedDecimal(values.fees) ?? '0'
    await api.trading.exerciseOption({ body: { ...body, fees, kind: how as 'exercise' | 'assignment' } })
  }
}
