import { Button, Checkbox, Stack } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../../../api.ts'
import { Facts } from '../../../shell/facts.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { When } from '../../../shell/when.tsx'
import { tradingQueries } from '../../queries.ts'
import type { ImportPreview, TradingImport } from '../../types.ts'
import styles from './imports.module.css'
import { MissingPanel } from './missing-panel.tsx'
import { previewQuery } from './queries.ts'
import { RowList } from './row-list.tsx'
import { useImportStep } from './use-import-step.ts'
import { reasonInWords, rowsInWords } from './words.ts'

/** What the import would do, before anything is written. */
export function PreviewPanel({ batch }: { batch: TradingImport }): ReactElement {
  const preview = useQuery(previewQuery(batch))
  return (
    <QueryView query={preview}>
      {(found) => (
        <>
          <Found batch={batch} found={found} />
          <MissingPanel batch={batch} preview={found} />
          <FirstRows batch={batch} found={found} />
        </>
      )}
    </QueryView>
  )
}

interface FoundProps {
  readonly batch: TradingImport
  readonly found: ImportPreview
}

function Found({ batch, found }: FoundProps): ReactElement {
  const { rowsTotal, counts, firstAt, lastAt, symbols, reasons } = found
  return (
    <Panel title="What the import would do">
      <Stack gap="md">
        <Facts
          facts={[
            ['Rows in the file', new Intl.NumberFormat().format(rowsTotal)],
            ['New', rowsInWords(counts.created)],
            ['There already', some(counts.duplicate)],
            ['Passed over', some(counts.skipped)],
            ['Waiting for a multiplier', some(counts.needsMapping)],
            ['Waiting for a rate', some(counts.needsRate)],
            ['Rates of an earlier day', olderRates(found)],
            ['Fees that are estimated', feesInWords(found)],
            ['Errors', some(counts.error)],
            ['From', firstAt === null ? null : <When key="first" at={firstAt} zone={batch.timeZone} />],
            ['Until', lastAt === null ? null : <When key="last" at={lastAt} zone={batch.timeZone} />],
            ['Symbols', symbols.length === 0 ? null : symbolsInWords(symbols.map(({ symbol }) => symbol))],
          ]}
        />
        <Reasons reasons={reasons} />
        <Commit batch={batch} created={counts.created + counts.needsMapping + counts.needsRate} />
      </Stack>
    </Panel>
  )
}

const SYMBOLS_SHOWN = 12

function symbolsInWords(symbols: readonly string[]): string {
  const more = symbols.length - SYMBOLS_SHOWN
  const shown = [...new Set(symbols)].slice(0, SYMBOLS_SHOWN).join(', ')
  return more > 0 ? `${shown} and ${more} more` : shown
}

/** Where the day of a fill has no rate, the last one before it counts. */
function olderRates({ rates = [] }: ImportPreview): string | null {
  const older = rates.filter(({ ageDays }) => ageDays > 0)
  const [oldest] = older
  if (oldest === undefined) return null
  const days = oldest.ageDays === 1 ? '1 day' : `${oldest.ageDays} days`
  return `${older.length}, the oldest ${days} before: ${oldest.currency} of ${oldest.day}`
}

/** By the account's schedule, as the file does not tell them. */
function feesInWords({ feesEstimated = 0 }: ImportPreview): string | null {
  return feesEstimated === 0 ? null : `of ${feesEstimated === 1 ? 'one fill' : `${feesEstimated} fills`}`
}

function some(count: number): string | null {
  return count === 0 ? null : rowsInWords(count)
}

function Reasons({ reasons }: Pick<ImportPreview, 'reasons'>): ReactElement | null {
  const given = Object.entries(reasons)
  if (given.length === 0) return null
  return (
    <div>
      <p>Why rows are not taken, or differ:</p>
      <ul className={styles.reasons}>
        {given.map(([reason, count]) => (
          <li key={reason}>
            {reasonInWords(reason)}: {rowsInWords(count)}
          </li>
        ))}
      </ul>
    </div>
  )
}

function Commit({ batch, created }: { batch: TradingImport; created: number }): ReactElement {
  const [letter, setLetter] = useState(false)
  const commit = useImportStep(() => api.trading.commitImport({ path: { id: batch.id }, body: { letter } }))
  if (created === 0)
    return <p>Every row of it is there already, or none is about trades or cash: there is nothing to import.</p>
  return (
    <Stack gap="sm" align="flex-start">
      <Checkbox
        label="Write to me when it is done"
        checked={letter}
        onChange={(event) => setLetter(event.currentTarget.checked)}
      />
      <ProblemNotice error={commit.error} />
      <Button loading={commit.isPending} onClick={() => commit.mutate(undefined)}>
        {`Import ${rowsInWords(created)}`}
      </Button>
    </Stack>
  )
}

function FirstRows({ batch, found }: FoundProps): ReactElement {
  const currency = useQuery(tradingQueries.account(batch.accountId)).data?.currency ?? ''
  const { rows, rowsTotal } = found
  return (
    <Panel title={rows.length < rowsTotal ? `The first ${rows.length} rows` : 'Its rows'}>
      <RowList rows={rows} currency={currency} zone={batch.timeZone} />
    </Panel>
  )
}
