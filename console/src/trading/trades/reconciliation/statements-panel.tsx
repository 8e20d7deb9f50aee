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
import { NewStatement } from './new-statement.tsx'
import { Resolve } from './resolve.tsx'
import { Sides } from './sides.tsx'

/** What statements say of cash and positions at the end of a day, each beside ours. */
export function StatementsPanel({ account }: { account: TradingAccount }): ReactElement {
  const pages = usePages([...tradingKey, 'statements', account.id], ({ cursor, signal }) =>
    api.trading.listStatements({
      query: { accountId: account.id, limit: 50, ...(cursor === undefined ? {} : { cursor }) },
      signal,
    }),
  )
  return (
    <Panel title="Statements, day by day">
      {account.archivedAt === null && <NewStatement key={account.id} account={account} />}
      <PagedList
        pages={pages}
        empty={
          <Empty
            title="No statement yet"
            hint="Enter what a statement says of a day, and see whether we say the same."
          />
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

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' })

function StatementRow({ statement, account }: { statement: Statement; account: TradingAccount }): ReactElement {
  const { id, currency, symbol, status, reason } = statement
  const remove = useChange({
    change: () => api.trading.deleteStatement({ path: { id } }),
    done: 'The statement is removed.',
  })
  const what = currency === null ? `Position in ${symbol ?? 'an instrument'}` : `Cash in ${currency}`
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
      when={`At the end of ${day.format(new Date(`${statement.day}T00:00:00Z`))}`}
      theirs={shown('stated')}
      ours={shown('computed')}
      difference={shown('difference', true)}
      status={status}
      words={reason}
    >
      {status === 'mismatch' && <Resolve id={id} accountId={account.id} what={`${what}, ${statement.day}`} />}
      <ConfirmButton
        label={`Remove: ${what}, ${statement.day}`}
        question="Remove what the statement says?"
        confirm="Remove it"
        pending={remove.isPending}
        onConfirm={() => remove.mutate(undefined)}
      />
    </Sides>
  )
}
