import { Button, Group, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactElement, useRef } from 'react'
import { api } from '../../../api.ts'
import { UnsavedGuard } from '../../../forms/unsaved-guard.tsx'
import { notifyDone } from '../../../shell/notify.ts'
import { Panel } from '../../../shell/panel.tsx'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { filled, useFormSubmit } from '../../../shell/use-form-submit.ts'
import { typedDecimal } from '../../decimals.ts'
import { tradingKey } from '../../queries.ts'
import type { TradingAccount } from '../../types.ts'
import { instantOf } from '../clock.ts'
import type { Trade } from '../types.ts'
import { decimalOrNothing, momentFault, unsignedFault, unsignedOrNothing } from './faults.ts'
import { FillLine } from './fill-line.tsx'
import { type Lines, type LineValues, lineAfter } from './line-values.ts'

const LINES_MAX = 50

/** Several fills of one account at once. */
export function NewFills({ account }: { account: TradingAccount }): ReactElement {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const isDone = useRef(false)
  const key = useRef(crypto.randomUUID())
  const form = useForm<Lines>({
    mode: 'controlled',
    initialValues: { lines: [lineAfter()] },
    validate: {
      lines: {
        symbol: filled('Say of what'),
        ...{ quantity: unsignedFault, price: unsignedFault, fees: decimalOrNothing, executedAt: momentFault },
        ...{ fxRate: unsignedOrNothing, multiplier: unsignedOrNothing },
      },
    },
  })
  const { lines } = form.getValues()
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (values) =>
      api.trading.enterExecutions({
        body: { accountId: account.id, items: values.lines.map((line) => itemOf(line, account)) },
        idempotencyKey: key.current,
      }),
    placeOf: (path) => path.replace(/^items\.(\d+)\.(?:instrument\.)?(?:instrumentId$)?/, 'lines.$1.'),
    async done({ items }) {
      isDone.current = true
      notifyDone(items.length === 1 ? 'The fill is entered.' : `${items.length} fills are entered.`)
      await queryClient.invalidateQueries({ queryKey: tradingKey })
      await navigate({ to: '/trading/fills', search: { account: account.id } })
    },
  })
  return (
    <Panel>
      <form onSubmit={submit} noValidate>
        <UnsavedGuard isDirty={() => !isDone.current && form.isDirty()} />
        <Stack>
          <ProblemNotice error={problem} />
          {lines.map((line, at) => (
            <FillLine key={line.key} form={form} at={at} account={account} isOnly={lines.length === 1} />
          ))}
          <Group>
            <Button
              variant="default"
              disabled={lines.length >= LINES_MAX}
              onClick={() => form.insertListItem('lines', lineAfter(lines.at(-1)))}
            >
              Add a fill
            </Button>
            <Button type="submit" loading={pending}>
              {lines.length === 1 ? 'Enter the fill' : `Enter ${lines.length} fills`}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  )
}

function itemOf(line: LineValues, { timeZone, currency }: TradingAccount) {
  const { fxRate, multiplier, positionRef } = line
  const own = line.currency.trim().toUpperCase()
  const number = (typed: string): string => typedDecimal(typed) ?? ''
  return {
    instrument: {
      ...{ symbol: line.symbol.trim().toUpperCase(), assetClass: line.assetClass as Trade['assetClass'] },
      ...(own === '' ? {} : { currency: own }),
      ...(multiplier.trim() === '' ? {} : { multiplier: number(multiplier) }),
    },
    ...{ side: line.side as 'buy' | 'sell', quantity: number(line.quantity), price: number(line.price) },
    ...{ executedAt: instantOf(line.executedAt, timeZone) ?? '' },
    ...(line.fees.trim() === '' ? {} : { fees: number(line.fees) }),
    ...(fxRate.trim() === '' || own === '' || own === currency ? {} : { fxRate: number(fxRate) }),
    ...(positionRef.trim() === '' ? {} : { positionRef: positionRef.trim() }),
  }
}
