import { Button, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { ZonedTimeInput } from '../../../forms/zoned-time-field.tsx'
import { notifyDone } from '../../../shell/notify.ts'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { useFormSubmit } from '../../../shell/use-form-submit.ts'
import { typedDecimal } from '../../decimals.ts'
import { tradingKey } from '../../queries.ts'
import type { Instrument } from '../../types.ts'
import styles from '../imports/imports.module.css'

interface ActionValues {
  kind: 'split' | 'symbol_change'
  effectiveAt: string
  numerator: string
  denominator: string
  symbol: string
}

const fresh: ActionValues = { kind: 'split', effectiveAt: '', numerator: '', denominator: '1', symbol: '' }
const ofSplit = (typed: string, { kind }: ActionValues) =>
  kind === 'split' && typedDecimal(typed) === undefined ? 'Write a number' : null

/** Says that an instrument was split, or is called otherwise from some moment on. */
export function ActionForm({ instrument }: { instrument: Instrument }): ReactElement {
  const client = useQueryClient()
  const form = useForm<ActionValues>({
    mode: 'controlled',
    initialValues: fresh,
    validate: {
      effectiveAt: (value) => (value === '' ? 'Say from when on' : null),
      numerator: ofSplit,
      denominator: ofSplit,
      symbol: (value, { kind }) => (kind === 'symbol_change' && value.trim() === '' ? 'Write the new symbol' : null),
    },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    placeOf: (path) => (path === 'toInstrumentId' ? 'symbol' : path),
    send: (values) => send(instrument, values),
    done: async () => {
      form.setValues(fresh)
      notifyDone('It is noted; what was traded before is counted anew.')
      await client.invalidateQueries({ queryKey: tradingKey })
    },
  })
  const { kind, effectiveAt } = form.values
  return (
    <form onSubmit={submit} noValidate aria-label="New corporate action">
      <Stack gap="md" mt="lg">
        <ProblemNotice error={problem} />
        <div className={styles.pairs}>
          <NativeSelect
            label="What happened"
            data={[
              { value: 'split', label: 'A split, or a reverse split' },
              { value: 'symbol_change', label: 'Another symbol' },
            ]}
            {...form.getInputProps('kind')}
          />
          {kind === 'split' ? (
            <>
              <TextInput label="New shares" inputMode="decimal" {...form.getInputProps('numerator')} />
              <TextInput label="for old ones" inputMode="decimal" {...form.getInputProps('denominator')} />
            </>
          ) : (
            <TextInput label="New symbol" maxLength={64} {...form.getInputProps('symbol')} />
          )}
        </div>
        <ZonedTimeInput
          label="From"
          description="Fills before this moment follow."
          path="effectiveAt"
          value={effectiveAt}
          error={typeof form.errors.effectiveAt === 'string' ? form.errors.effectiveAt : undefined}
          onChange={(instant) => form.setFieldValue('effectiveAt', instant)}
        />
        <Button type="submit" variant="default" loading={pending} style={{ alignSelf: 'flex-start' }}>
          Note it
        </Button>
      </Stack>
    </form>
  )
}

/** A symbol that nobody knows yet becomes an instrument of the same kind and worth. */
async function send(instrument: Instrument, { kind, effectiveAt, numerator, denominator, symbol }: ActionValues) {
  const { id: instrumentId, assetClass, currency, multiplier } = instrument
  if (kind === 'split') {
    const ratio = { numerator: typedDecimal(numerator) ?? '', denominator: typedDecimal(denominator) ?? '' }
    return await api.trading.createCorporateAction({ body: { instrumentId, kind, effectiveAt, ...ratio } })
  }
  const { id: toInstrumentId } = await api.trading.createInstrument({
    body: { symbol: symbol.trim().toUpperCase(), assetClass, currency, multiplier },
  })
  return await api.trading.createCorporateAction({ body: { instrumentId, kind, effectiveAt, toInstrumentId } })
}
