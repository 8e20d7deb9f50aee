import { Checkbox } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { Empty } from '../../../shell/empty.tsx'
import { PagedList } from '../../../shell/paged-list.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { Rows } from '../../../shell/rows.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { usePages } from '../../../shell/use-pages.ts'
import { Amount } from '../../amounts.tsx'
import { ExplainedFact } from '../../explained/explained-fact.tsx'
import { tradingKey } from '../../queries.ts'
import type { TradingAccount } from '../../types.ts'
import { AccountTime } from '../account-time.tsx'
import type { ReportedResult } from '../types.ts'
import { FromFile } from './from-file.tsx'
import { ruleWords } from './recon-words.ts'
import { Resolve } from './resolve.tsx'
import { Sides } from './sides.tsx'

interface ReportedPanelProps {
  readonly account: TradingAccount
  readonly all: boolean
  readonly onAll: (all: boolean) => void
}

/** Fills whose broker reports a result, each beside ours. */
export function ReportedPanel({ account, all, onAll }: ReportedPanelProps): ReactElement {
  const pages = usePages([...tradingKey, 'reconciliation', account.id, all], ({ cursor, signal }) =>
    api.trading.listReconciliation({
      query: { accountId: account.id, different: !all, limit: 50, ...(cursor === undefined ? {} : { cursor }) },
      signal,
    }),
  )
  return (
    <Panel
      title="Results, row by row"
      aside={
        <Checkbox
          label="Show the equal ones too"
          checked={all}
          onChange={(event) => onAll(event.currentTarget.checked)}
        />
      }
    >
      <PagedList
        pages={pages}
        empty={
          all ? (
            <Empty
              title="No reported result"
              hint="Some brokers export what a fill realised; none of this account did."
            />
          ) : (
            <Empty title="Nothing differs" hint="Where your broker reports another result than ours, it stands here." />
          )
        }
      >
        {(items) => (
          <Rows label="Reported results">
            {items.map((item) => (
              <ReportedRow key={item.executionId} item={item} account={account} />
            ))}
          </Rows>
        )}
      </PagedList>
    </Panel>
  )
}

function ReportedRow({ item, account }: { item: ReportedResult; account: TradingAccount }): ReactElement {
  const { executionId, symbol, executedAt, reported, net, difference, currency, status, rule, reason } = item
  const explained = (name: string, shown: ReactElement) => (
    <ExplainedFact of="difference" id={executionId} account={account.id} figure={`/${name}`}>
      {shown}
    </ExplainedFact>
  )
  return (
    <Sides
      title={
        <TextLink to="/trading/trades" search={{ account: [account.id], symbol: [symbol] }}>
          {symbol}
        </TextLink>
      }
      when={<AccountTime at={executedAt} zone={account.timeZone} precise />}
      theirs={explained('reported', <Amount value={reported} currency={currency} signed />)}
      ours={
        <>
          {explained('net', <Amount value={net} currency={currency} signed />)}:{' '}
          {explained('gross', <Amount value={item.gross} currency={currency} />)} less{' '}
          {explained('openFees', <Amount value={item.openFees} currency={currency} />)} and{' '}
          {explained('closeFees', <Amount value={item.closeFees} currency={currency} />)} of fees
        </>
      }
      difference={explained('difference', <Amount value={difference} currency={currency} signed />)}
      status={status}
      from={<FromFile importId={item.importId} filename={item.filename} at={{ fill: item.executionId }} />}
      words={rule === null ? reason : ruleWords[rule]}
    >
      {status === 'mismatch' && <Resolve id={item.executionId} accountId={account.id} what={symbol} />}
    </Sides>
  )
}
