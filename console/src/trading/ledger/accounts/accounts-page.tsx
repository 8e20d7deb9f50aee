import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { Empty } from '../../../shell/empty.tsx'
import { Page } from '../../../shell/page.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { Row, Rows } from '../../../shell/rows.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { Amount } from '../../amounts.tsx'
import { tradingQueries } from '../../queries.ts'
import type { TradingAccount } from '../../types.ts'
import { kindWords, methodWords } from './words.ts'

const route = getRouteApi('/traders/trading/accounts')

export function AccountsPage(): ReactElement {
  const { archived = false } = route.useSearch()
  const accounts = useQuery(tradingQueries.accounts(archived))
  return (
    <Page title={archived ? 'Archived accounts' : 'Accounts'} lead="Each keeps its own lots, cash and trading days.">
      <QueryView query={accounts}>
        {(items) =>
          items.length === 0 ? (
            <Empty title="There is no account" hint="Trades belong to an account with a currency and a time zone." />
          ) : (
            <Rows label="Accounts">
              {items.map((account) => (
                <AccountRow key={account.id} account={account} />
              ))}
            </Rows>
          )
        }
      </QueryView>
      <TextLink to="/trading/accounts" search={archived ? {} : { archived: true }}>
        {archived ? 'Accounts in use' : 'Archived accounts'}
      </TextLink>
    </Page>
  )
}

function AccountRow({ account }: { account: TradingAccount }): ReactElement {
  const { name, broker, kind, matchingMethod, currency, openingBalance } = account
  return (
    <Row
      title={name}
      detail={[broker, kindWords[kind], methodWords[matchingMethod]].filter(Boolean).join(' · ')}
      aside={
        <span>
          Opened with <Amount value={openingBalance} currency={currency} />
        </span>
      }
    />
  )
}
