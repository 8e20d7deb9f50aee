import { Button, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { ButtonLink } from '../../../shell/button-link.tsx'
import { ConfirmButton } from '../../../shell/confirm-button.tsx'
import { Empty } from '../../../shell/empty.tsx'
import { PagedList } from '../../../shell/paged-list.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { usePages } from '../../../shell/use-pages.ts'
import { tradingQueries } from '../../queries.ts'
import type { ImportOutcome, TradingImport } from '../../types.ts'
import styles from './imports.module.css'
import { importsKey } from './queries.ts'
import { Reconciled } from './reconciled.tsx'
import { RowList } from './row-list.tsx'
import { outcomes } from './search.ts'
import { useImportStep } from './use-import-step.ts'
import { outcomeWords, rowsInWords } from './words.ts'

const route = getRouteApi('/traders/trading/imports/$id')
const PAGE = 50

interface ResultProps {
  readonly batch: TradingImport
  readonly counts: NonNullable<TradingImport['counts']>
}

/** What became of every row, and the way to take it all back. */
export function ResultPanel({ batch, counts }: ResultProps): ReactElement {
  const { state, rowsTotal, undoing, tradesBeyondLimit } = batch
  const isIn = state === 'completed' || state === 'completed_with_errors'
  return (
    <>
      <Panel title="Result">
        <Stack gap="md">
          <p>{resultInWords(batch, counts)}</p>
          {isIn && !undoing && <Reconciled batch={batch} />}
          {isIn && tradesBeyondLimit !== null && tradesBeyondLimit > 0 && (
            <p>
              {tradesBeyondLimit} of its trades {tradesBeyondLimit === 1 ? 'is' : 'are'} beyond the limit of your plan.
              Nothing is lost: they are kept, and shown once the plan is raised.{' '}
              <TextLink to="/trading/plan">See the plan</TextLink>
            </p>
          )}
          {counts.needsMapping > 0 && isIn && (
            <ButtonLink variant="default" to="/trading/instruments/waiting" style={{ alignSelf: 'flex-start' }}>
              Say what the waiting symbols are
            </ButtonLink>
          )}
          {counts.needsRate > 0 && isIn && (
            <ButtonLink variant="default" to="/trading/currency-rates" style={{ alignSelf: 'flex-start' }}>
              Say the missing rates
            </ButtonLink>
          )}
          {isIn && !undoing && <Undo batch={batch} />}
        </Stack>
      </Panel>
      <Panel title="Rows">
        <Stack gap="md">
          <OutcomeFilter counts={counts} total={rowsTotal ?? 0} />
          <ResultRows batch={batch} />
        </Stack>
      </Panel>
    </>
  )
}

function resultInWords({ state }: TradingImport, { created, duplicate }: ResultProps['counts']): string {
  if (state === 'undone')
    return 'It was undone: of what it made, only what other imports have too is still in the account.'
  const known = duplicate === 0 ? '' : `; ${rowsInWords(duplicate)} ${duplicate === 1 ? 'was' : 'were'} there already`
  return `${rowsInWords(created)} ${created === 1 ? 'is' : 'are'} new in the account${known}.`
}

function Undo({ batch }: { batch: TradingImport }): ReactElement {
  const undo = useImportStep(() => api.trading.undoImport({ path: { id: batch.id } }))
  return (
    <>
      <ProblemNotice error={undo.error} />
      <ConfirmButton
        label="Undo this import"
        question="What it made leaves the account, with your corrections of it, unless another import has it too; trades around it are matched anew. Notes stay. Undo it?"
        confirm="Undo it"
        pending={undo.isPending}
        onConfirm={() => undo.mutate(undefined)}
      />
    </>
  )
}

const countOf = (counts: ResultProps['counts'], outcome: ImportOutcome): number =>
  outcome === 'needs_mapping' ? counts.needsMapping : outcome === 'needs_rate' ? counts.needsRate : counts[outcome]

function OutcomeFilter({ counts, total }: { counts: ResultProps['counts']; total: number }): ReactElement {
  const { outcome: chosen, row, fill } = route.useSearch()
  const isOne = row !== undefined || fill !== undefined
  const navigate = route.useNavigate()
  const choice = (label: string, outcome?: ImportOutcome): ReactElement => (
    <Button
      key={label}
      size="xs"
      variant={chosen === outcome && !isOne ? 'filled' : 'default'}
      aria-pressed={chosen === outcome && !isOne}
      onClick={() => void navigate({ search: outcome === undefined ? {} : { outcome }, replace: true })}
    >
      {label}
    </Button>
  )
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields, these are switches of the list below
    <div className={styles.counts} role="group" aria-label="Rows by outcome">
      {choice(`All ${total}`)}
      {outcomes
        .filter((outcome) => countOf(counts, outcome) > 0)
        .map((outcome) => choice(`${outcomeWords[outcome].words} ${countOf(counts, outcome)}`, outcome))}
    </div>
  )
}

function ResultRows({ batch }: { batch: TradingImport }): ReactElement {
  const { outcome, row, fill } = route.useSearch()
  const currency = useQuery(tradingQueries.account(batch.accountId)).data?.currency ?? ''
  const { id, updatedAt } = batch
  const pages = usePages(
    [...importsKey, 'rows', id, updatedAt, outcome ?? 'all', row ?? 0, fill ?? ''],
    ({ cursor, signal }) =>
      api.trading.listImportRows({
        path: { id },
        query: {
          limit: PAGE,
          ...(outcome === undefined ? {} : { outcome }),
          ...(row === undefined ? {} : { row }),
          ...(fill === undefined ? {} : { executionId: fill }),
          ...(cursor === undefined ? {} : { cursor }),
        },
        signal,
      }),
  )
  return (
    <PagedList pages={pages} empty={<Empty title="No such row" hint="Choose all rows to see the others." />}>
      {(rows) => <RowList rows={rows} currency={currency} zone={batch.timeZone} />}
    </PagedList>
  )
}
