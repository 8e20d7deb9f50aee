import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useRef } from 'react'
import { api } from '../../../api.ts'
import { notifyDone } from '../../../shell/notify.ts'
import { Panel } from '../../../shell/panel.tsx'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { useFormSubmit } from '../../../shell/use-form-submit.ts'
import { typedDecimal } from '../../decimals.ts'
import { RATE_LEFT_EMPTY } from '../../ledger/rates/words.ts'
import { tradingKey } from '../../queries.ts'
import type { TradingAccount } from '../../types.ts'
import { instantOf } from '../clock.ts'
import { decimalFault, momentFault, unsignedOrNothing } from '../fills/faults.ts'
import styles from '../trades.module.css'
import type { CashMovement } from '../types.ts'
import { choicesOf } from '../words.ts'
import { cashWords, goesOut } from './cash-words.ts'

type Values = Record<'kind' | 'amount' | 'currency' | 'fxRate' | 'happenedAt' | 'note', string>

/** Money that came in or went out, entered by hand. */
export function NewCash({ account }: { account: TradingAccount }): ReactElement {
  const queryClient = useQueryClient()
  const key = useRef(crypto.randomUUID())
  const form = useForm<Values>({
    mode: 'controlled',
    initialValues: {
      ...{ kind: 'deposit', amount: '', currency: account.currency, fxRate: '' },
      ...{ happenedAt: '', note: '' },
    },
    validate: { amount: decimalFault, happenedAt: momentFault, fxRate: unsignedOrNothing },
  })
  const { kind, currency } = form.getValues()
  const isForeign = currency.trim().toUpperCase() !== account.currency
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ amount, happenedAt, fxRate, note }) =>
      api.trading.enterCashMovement({
        path: { id: account.id },
        body: {
          ...{ kind: kind as CashMovement['kind'], amount: signedFor(kind, amount), note: note.trim() },
          ...{ currency: currency.trim().toUpperCase(), happenedAt: instantOf(happenedAt, account.timeZone) ?? '' },
          ...(isForeign && fxRate.trim() !== '' ? { fxRate: typedDecimal(fxRate) ?? '' } : {}),
        },
        idempotencyKey: key.current,
      }),
    async done() {
      key.current = crypto.randomUUID()
      form.reset()
      notifyDone('The cash movement is entered.')
      await queryClient.invalidateQueries({ queryKey: tradingKey })
    },
  })
  return (
    <Panel title="Enter a cash movement">
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemNotice error={problem} />
          <CashFields form={form} account={account} />
          <Group>
            <Button type="submit" loading={pending}>
              Enter it
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  )
}

interface CashFieldsProps {
  readonly form: Pick<UseFormReturnType<Values>, 'getInputProps' | 'getValues'>
  readonly account: TradingAccount
}

function CashFields({ form, account }: CashFieldsProps): ReactElement {
  const { kind, currency } = form.getValues()
  const isForeign = currency.trim().toUpperCase() !== account.currency
  return (
    <div className={styles.pair}>
      <NativeSelect label="Kind" data={choicesOf(cashWords)} {...form.getInputProps('kind')} />
      <TextInput
        label="Amount"
        description={
          goesOut.has(kind)
            ? 'It goes out; a refund has a plus before it'
            : 'It comes in; a minus before it takes it out'
        }
        {...form.getInputProps('amount')}
      />
      <TextInput label="Currency" maxLength={10} {...form.getInputProps('currency')} />
      {isForeign && (
        <TextInput
          label={`One ${currency.trim().toUpperCase()} in ${account.currency}`}
          description={RATE_LEFT_EMPTY}
          inputMode="decimal"
          {...form.getInputProps('fxRate')}
        />
      )}
      <TextInput
        label={`At, by the clock of ${account.timeZone}`}
        type="datetime-local"
        {...form.getInputProps('happenedAt')}
      />
      <TextInput label="Note" maxLength={500} {...form.getInputProps('note')} />
    </div>
  )
}

/** What goes out is negative, unless it was typed with a sign of its own. */
function signedFor(kind: string, typed: string): string {
  const text = typed.trim()
  const value = typedDecimal(text.replace(/^\+/, '')) ?? ''
  return goesOut.has(kind) && !/^[+-]/.test(text) ? `-${value}` : value
}
