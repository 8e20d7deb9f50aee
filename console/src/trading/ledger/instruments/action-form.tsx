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
  kind: 'split' | 'symbol_change' | 'spinoff'
  effectiveAt: string
  numerator: string
  denominator: string
  symbol: string
  costPercent: string
}

const fresh: ActionValues = {
  kind: 'split',
  effectiveAt: '',
  numerator: '',
  denominator: '1',
  symbol: '',
  costPercent: '',
}
const ofShares = (typed: string, { kind }: ActionValues) =>
  kind !== 'symbol_change' && typedDecimal(typed) === undefined ? 'Write a number' : null

const PLACES: Readonly<Record<string, string>> = { toInstrumentId: 'symbol', costShare: 'costPercent' }

/** Percent as the part of one that it is: 12.5 is 0.125. */
function shareOf(percent: string): string | undefined {
  const [whole = '', places = ''] = (typedDecimal(percent) ?? '-').split('.')
  if (!/^\d{1,3}$/.test(whole)) return undefined
  const padded = whole.padStart(3, '0')
  const share = `${padded.slice(0, -2)}.${padded.slice(-2)}${places}`
  return Number(share) < 1 ? share : undefined
}

/** Says that an instrument was split, is called otherwise from some moment on, or that another came of it. */
export function ActionForm({ instrument }: { instrument: Instrument }): ReactElement {
  const client = useQueryClient()
  const form = useForm<ActionValues>({
    mode: 'controlled',
    initialValues: fresh,
    validate: {
      effectiveAt: (value) => (value === '' ? 'Say from when on' : null),
      numerator: ofShares,
      denominator: ofShares,
      symbol: (value, { kind }) => (kind !== 'split' && value.trim() === '' ? 'Write the new symbol' : null),
      costPercent: (value, { kind }) =>
        kind === 'spinoff' && shareOf(value) === undefined ? 'Write a number from 0 to less than 100' : null,
    },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    placeOf: (path) => PLACES[path] ?? path,
    send: (values) => send(instrument, values),
    done: async () => {
      form.setValues(fresh)
      notifyDone('It is noted; what was traded before is counted anew.')
      await client.invalidateQueries({ queryKey: tradingKey })
    },
  })
  const { kind, effectiveAt } = form.values
  const isShare = instrument.assetClass === 'stock' || instrument.assetClass === 'etf'
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
              ...(isShare ? [{ value: 'spinoff', label: 'A spin-off: shares of another company came with it' }] : []),
            ]}
            {...form.getInputProps('kind')}
          />
          {kind !== 'symbol_change' && (
            <>
              <TextInput label="New shares" inputMode="decimal" {...form.getInputProps('numerator')} />
              <TextInput label="for old ones" inputMode="decimal" {...form.getInputProps('denominator')} />
            </>
          )}
          {kind !== 'split' && <TextInput label="New symbol" maxLength={64} {...form.getInputProps('symbol')} />}
          {kind === 'spinoff' && (
            <TextInput
              label="Part of the cost that goes with it, in percent"
              inputMode="decimal"
              {...form.getInputProps('costPercent')}
            />
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
async function send(instrument: Instrument, values: ActionValues) {
  const { kind, effectiveAt, numerator, denominator, symbol, costPercent } = values
  const { id: instrumentId, assetClass, currency, multiplier } = instrument
  const ratio = { numerator: typedDecimal(numerator) ?? '', denominator: typedDecimal(denominator) ?? '' }
  if (kind === 'split') {
    return await api.trading.createCorporateAction({ body: { instrumentId, kind, effectiveAt, ...ratio } })
  }
  const { id: toInstrumentId } = await api.trading.createInstrument({
    body: { symbol: symbol.trim().toUpperCase(), assetClass, currency, multiplier },
  })
  const spunOff = kind === 'spinoff' ? { ...ratio, costShare: shareOf(costPercent) ?? '' } : {}
  return await api.trading.createCorporateAction({
    body: { instrumentId, kind, effectiveAt, toInstrumentId, ...spunOff },
  })
}
