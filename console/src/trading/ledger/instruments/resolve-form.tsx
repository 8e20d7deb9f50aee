import { Button, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../../../api.ts'
import { Panel } from '../../../shell/panel.tsx'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { useFormSubmit } from '../../../shell/use-form-submit.ts'
import { typedDecimal } from '../../decimals.ts'
import type { WaitingSymbol } from '../../types.ts'
import styles from '../imports/imports.module.css'
import { waitingKey } from './queries.ts'
import type { Settled } from './settled-row.tsx'
import { classChoices, classWords } from './words.ts'

interface ResolveFormProps {
  readonly symbol: WaitingSymbol
  readonly onSettled: (settled: Settled) => void
}

/** What one symbol is, said once for all imports that wait for it. */
export function ResolveForm({ symbol: waiting, onSettled }: ResolveFormProps): ReactElement {
  const { symbol, assetClass, currency, rows, imports } = waiting
  const client = useQueryClient()
  const [idempotencyKey] = useState(() => crypto.randomUUID())
  const form = useForm({
    mode: 'controlled',
    initialValues: { multiplier: '', asAssetClass: assetClass, as: symbol },
    validate: { multiplier: (typed) => (typedDecimal(typed) === undefined ? 'Write a number above zero' : null) },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ multiplier, asAssetClass, as }) =>
      api.trading.resolveMapping({
        body: {
          ...{ symbol, assetClass, currency, multiplier: typedDecimal(multiplier) ?? '', asAssetClass },
          as: as.trim().toUpperCase() || symbol,
        },
        idempotencyKey,
      }),
    done: async ({ instrumentId }, { multiplier }) => {
      onSettled({ symbol: waiting, multiplier: typedDecimal(multiplier) ?? '', instrumentId })
      await client.invalidateQueries({ queryKey: waitingKey })
    },
  })
  return (
    <form onSubmit={submit} noValidate aria-label={symbol}>
      <Panel title={symbol}>
        <Stack gap="md">
          <p>
            {[
              `${classWords[assetClass]}, priced in ${currency}`,
              rows === 1 ? 'one row' : `${rows} rows`,
              imports === 1 ? 'one import' : `${imports} imports`,
            ].join(' · ')}
          </p>
          <ProblemNotice error={problem} />
          <div className={styles.pairs}>
            <TextInput
              label={`Multiplier of ${symbol}`}
              description="What one point of the price of one unit is worth"
              inputMode="decimal"
              autoComplete="off"
              {...form.getInputProps('multiplier')}
            />
            <NativeSelect
              label={`Kind of ${symbol}`}
              description="If the file has it wrong"
              data={classChoices}
              {...form.getInputProps('asAssetClass')}
            />
            <TextInput
              label={`Name of ${symbol} here`}
              description="If you call it otherwise"
              maxLength={64}
              {...form.getInputProps('as')}
            />
          </div>
          <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
            {`Settle ${symbol}`}
          </Button>
        </Stack>
      </Panel>
    </form>
  )
}
