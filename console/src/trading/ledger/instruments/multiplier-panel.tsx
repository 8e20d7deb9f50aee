import { Alert, Button, Group, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../../../api.ts'
import { Panel } from '../../../shell/panel.tsx'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { useFormSubmit } from '../../../shell/use-form-submit.ts'
import { Amount } from '../../amounts.tsx'
import { decimalInWords, typedDecimal } from '../../decimals.ts'
import { tradingKey, tradingQueries } from '../../queries.ts'
import type { Instrument } from '../../types.ts'
import { tradedQuery } from './queries.ts'

type Traded = NonNullable<Awaited<ReturnType<NonNullable<ReturnType<typeof tradedQuery>['queryFn']>>>>

/** What one point is worth, by whom, and what follows from another answer. */
export function MultiplierPanel({ instrument }: { instrument: Instrument }): ReactElement {
  const { multiplierNote } = instrument
  const traded = useQuery(tradedQuery(instrument)).data ?? null
  const [before, setBefore] = useState<Traded | null>(null)
  return (
    <Panel title="Multiplier">
      <Stack gap="md">
        {multiplierNote.differs && <Differing note={multiplierNote} />}
        {multiplierNote.unsettled && (
          <p>
            It was taken when less was known: {multiplierNote.differs ? '' : 'nobody vouches for it any more. '}change
            it, or save it as it is to confirm it.
          </p>
        )}
        {before !== null && traded !== null ? (
          <Changed before={before} after={traded} />
        ) : (
          traded !== null && traded.count > 0 && <Reach traded={traded} />
        )}
        <MultiplierForm instrument={instrument} onChanged={() => setBefore(traded)} />
      </Stack>
    </Panel>
  )
}

function Differing({ note: { broker, table, tableSource } }: { note: Instrument['multiplierNote'] }): ReactElement {
  const said = [
    broker === null ? undefined : `Your broker says ${decimalInWords(broker)}.`,
    table === null ? undefined : `The table of futures says ${decimalInWords(table)}${sourceText(tableSource)}.`,
  ]
  return (
    <Alert role="note" variant="outline" title="Not all say the same">
      {said.filter(Boolean).join(' ')}
    </Alert>
  )
}

function sourceText(source: string | null): string {
  return source === null ? '' : ` (${source})`
}

function Reach({ traded }: { traded: Traded }): ReactElement {
  const { count, byCurrency } = traded
  return (
    <p>
      {count === 1 ? 'One trade follows' : `${count} trades follow`} from it, in all accounts:{' '}
      <Sums sums={byCurrency} />. Another multiplier counts them anew.
    </p>
  )
}

function Changed({ before, after }: { before: Traded; after: Traded }): ReactElement {
  return (
    <p role="status">
      Counted anew: <Sums sums={before.byCurrency} /> before, <Sums sums={after.byCurrency} /> now.
    </p>
  )
}

function Sums({ sums }: { sums: Traded['byCurrency'] }): ReactElement {
  return (
    <>
      {sums.map(({ currency, net }, at) => (
        <span key={currency}>
          {at > 0 && ', '}
          <Amount value={net} currency={currency} signed /> net
        </span>
      ))}
    </>
  )
}

const positive = (typed: string) => {
  const value = typedDecimal(typed)
  return value === undefined || value.startsWith('-') || !/[1-9]/.test(value) ? 'Write a number above zero' : null
}

interface MultiplierFormProps {
  readonly instrument: Instrument
  readonly onChanged: () => void
}

function MultiplierForm({ instrument, onChanged }: MultiplierFormProps): ReactElement {
  const { id, version, multiplier } = instrument
  const client = useQueryClient()
  const form = useForm({ mode: 'controlled', initialValues: { multiplier }, validate: { multiplier: positive } })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (values) =>
      api.trading.setMultiplier({
        path: { id },
        body: { version, multiplier: typedDecimal(values.multiplier) ?? '' },
      }),
    done: async (changed) => {
      onChanged()
      client.setQueryData(tradingQueries.instrument(id).queryKey, changed)
      await client.invalidateQueries({ queryKey: tradingKey })
    },
  })
  return (
    <form onSubmit={submit} noValidate aria-label="Multiplier">
      <Stack gap="sm">
        <ProblemNotice error={problem} />
        <Group align="flex-end">
          <TextInput
            label="One point of one unit is worth"
            inputMode="decimal"
            autoComplete="off"
            {...form.getInputProps('multiplier')}
          />
          <Button type="submit" variant="default" loading={pending}>
            Change the multiplier
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
