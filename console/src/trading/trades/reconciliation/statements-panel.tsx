import { Checkbox } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { ConfirmButton } from '../../../shell/confirm-button.tsx'
import { Empty } from '../../../shell/empty.tsx'
import { PagedList } from '../../../shell/paged-list.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { Rows } from '../../../shell/rows.tsx'
import { usePages } from '../../../shell/use-pages.ts'
import { Amount, Quantity } from '../../amounts.tsx'
import { ExplainedFact } from '../../explained/explained-fact.tsx'
import { tradingKey } from '../../queries.ts'
import type { TradingAccount } from '../../types.ts'
import type { Statement } from '../types.ts'
import { useChange } from '../use-change.ts'
import { FromFile } from './from-file.tsx'
import { NewStatement } from './new-statement.tsx'
import { ruleWords } from './recon-words.ts'
import { Resolve } from './resolve.tsx'
import { Sides } from './sides.tsx'

interface StatementsPanelProps {
  readonly account: TradingAccount
  /** Only what is not equal. */
  readonly differing: boolean
  readonly onDiffering: (differing: boolean) => void
}

/** What statements of files and of hands say of cash, positions and results, each beside ours. */
export function StatementsPanel({ account, differing, onDiffering }: StatementsPanelProps): ReactElement {
  const pages = usePages([...tradingKey, 'statements', account.id, differing], ({ cursor, signal }) =>
    api.trading.listStatements({
      query: { accountId: account.id, different: differing, limit: 50, ...(cursor === undefined ? {} : { cursor }) },
      signal,
    }),
  )
  return (
    <Panel
      title="Statements, day by day"
      aside={
        <Checkbox
          label="Only what differs"
          checked={differing}
          onChange={(event) => onDiffering(event.currentTarget.checked)}
        />
      }
    >
      {account.archivedAt === null && <NewStatement key={account.id} account={account} />}
      <PagedList
        pages={pages}
        empty={
          differing ? (
            <Empty title="Nothing differs" hint="Where a statement says another thing than we do, it stands here." />
          ) : (
            <Empty
              title="No statement yet"
              hint="Import a file in which your broker tells balances or positions, or enter what a statement says of a day."
            />
          )
        }
      >
        {(statements) => (
          <Rows label="Statements">
            {statements.map((statement) => (
              <StatementRow key={statement.id} statement={statement} account={account} />
            ))}
          </Rows>
        )}
      </PagedList>
    </Panel>
  )
}

/** Of a day on which clocks are put back. */
const DAY_MS_MAX = 25 * 3_600_000

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' })

function statementInWords({ kind, currency, symbol }: Statement): string {
  if (kind === 'position') return `Position in ${symbol ?? 'an instrument'}`
  return kind === 'cash' ? `Cash in ${currency}` : `Result of ${symbol ?? 'all that was closed'}`
}

/** What came in the file of an account has no import of its own, and an instant still. */
function whenInWords({ kind, since, until, ...statement }: Statement): string {
  const of = day.format(new Date(`${statement.day}T00:00:00Z`))
  if (kind !== 'realised') return `At the end of ${of}`
  const isOneDay = since !== null && until !== null && Date.parse(until) - Date.parse(since) <= DAY_MS_MAX
  return isOneDay || since === null ? `Of ${of}` : `From ${day.format(new Date(since))} to ${of}`
}

function StatementRow({ statement, account }: { statement: Statement; account: TradingAccount }): ReactElement {
  const { id, currency, status, reason, rule, importId, filename, row } = statement
  const remove = useChange({
    change: () => api.trading.deleteStatement({ path: { id } }),
    done: 'The statement is removed.',
  })
  const what = statementInWords(statement)
  const shown = (name: 'stated' | 'computed' | 'difference', signed = false): ReactElement => (
    <ExplainedFact of="difference" id={id} account={account.id} figure={`/${name}`}>
      {currency === null ? (
        <Quantity value={statement[name]} signed={signed} />
      ) : (
        <Amount value={statement[name]} currency={currency} signed={signed} />
      )}
    </ExplainedFact>
  )
  return (
    <Sides
      title={what}
      when={whenInWords(statement)}
      theirs={shown('stated')}
      ours={shown('computed')}
      difference={shown('difference', true)}
      status={status}
      from={
        importId === null && statement.until !== null ? (
          'The file that the account was brought in by'
        ) : (
          <FromFile importId={importId} filename={filename} at={row === null ? {} : { row }} />
        )
      }
      words={rule === null ? reason : ruleWords[rule]}
    >
      {status === 'mismatch' && <Resolve id={id} accountId={account.id} what={`${what}, ${statement.day}`} />}
      {importId === null && statement.until === null && (
        <ConfirmButton
          label={`Remove: ${what}, ${statement.day}`}
          question="Remove what the statement says?"
          confirm="Remove it"
          pending={remove.isPending}
          onConfirm={() => remove.mutate(undefined)}
        />
      )}
    </Sides>
  )
}
