import { Button, Stack, TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { api } from '../../../api.ts'
import { Panel } from '../../../shell/panel.tsx'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { typedDecimal } from '../../decimals.ts'
import type { ImportPreview, TradingImport } from '../../types.ts'
import { classInWords } from '../instruments/words.ts'
import styles from './imports.module.css'
import { useImportStep } from './use-import-step.ts'
import { rowsInWords } from './words.ts'

interface MissingProps {
  readonly batch: TradingImport
  readonly preview: ImportPreview
}

/** What the file does not say and nobody knows: multipliers of its symbols, and rates into the account's currency. */
export function MissingPanel({ batch, preview }: MissingProps): ReactElement | null {
  const symbols = preview.symbols.filter(({ needsMapping }) => needsMapping)
  const currencies = currenciesWithoutRate(preview)
  const [said, say] = useState<Readonly<Record<string, string>>>({})
  const faulty = Object.entries(said).filter(([, typed]) => typed.trim() !== '' && typedDecimal(typed) === undefined)
  const save = useImportStep(async () => {
    await api.trading.mapImport({ path: { id: batch.id }, body: mapping(batch, said) })
    return await api.trading.previewImport({ path: { id: batch.id } })
  })
  if (batch.profile === null || symbols.length + currencies.length === 0) return null
  const field = (key: string, label: string, description: string): ReactElement => (
    <TextInput
      key={key}
      label={label}
      description={description}
      inputMode="decimal"
      autoComplete="off"
      value={said[key] ?? ''}
      error={faulty.some(([one]) => one === key) && 'Write a number'}
      onChange={(event) => {
        const { value } = event.currentTarget
        say((before) => ({ ...before, [key]: value }))
      }}
    />
  )
  return (
    <Panel title="What the file does not say">
      <Stack gap="md">
        {symbols.length > 0 && (
          <p>What one point of the price of one unit is worth. Rows of symbols you leave out wait until you say it.</p>
        )}
        <div className={styles.pairs}>
          {symbols.map(({ symbol, assetClass, rows }) =>
            field(`symbol ${symbol}`, `Multiplier of ${symbol}`, `${classInWords(assetClass)}, ${rowsInWords(rows)}`),
          )}
          {currencies.map((currency) =>
            field(`rate ${currency}`, `One ${currency} is`, 'In the currency of the account'),
          )}
        </div>
        <ProblemNotice error={save.error} />
        <Button
          variant="default"
          style={{ alignSelf: 'flex-start' }}
          loading={save.isPending}
          onClick={() => {
            if (faulty.length === 0) save.mutate(undefined)
          }}
        >
          Preview with this
        </Button>
      </Stack>
    </Panel>
  )
}

type PreviewedRow = ImportPreview['rows'][number] & { readonly unconvertedFees?: readonly { currency: string }[] }

function currenciesWithoutRate({ rows }: { readonly rows: readonly PreviewedRow[] }): readonly string[] {
  const without = rows.filter(({ reason }) => reason === 'fx-rate-missing')
  const priced = without.flatMap(({ records }) => records.map(({ currency }) => currency))
  const named = [
    ...priced,
    ...rows.flatMap(({ unconvertedFees = [] }) => unconvertedFees.map(({ currency }) => currency)),
  ]
  return [...new Set(named)].filter((currency) => currency !== null)
}

/** What was said before stands; what is left empty is not said. */
function mapping({ profile, timeZone, symbols, fxRates }: TradingImport, said: Readonly<Record<string, string>>) {
  const given = (prefix: string) =>
    Object.entries(said).flatMap(([key, typed]) => {
      const value = typedDecimal(typed)
      return key.startsWith(prefix) && value !== undefined ? [[key.slice(prefix.length), value] as const] : []
    })
  const multipliers = given('symbol ').map(([symbol, multiplier]) => ({ symbol, multiplier }))
  return {
    ...{ profileId: profile?.id ?? '', timeZone, fxRates: { ...fxRates, ...Object.fromEntries(given('rate ')) } },
    symbols: [...symbols.filter(({ symbol }) => multipliers.every((one) => one.symbol !== symbol)), ...multipliers],
  }
}
