import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { ButtonLink } from '../../../shell/button-link.tsx'
import { Empty } from '../../../shell/empty.tsx'
import { Page } from '../../../shell/page.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { Row, Rows } from '../../../shell/rows.tsx'
import { StateBadge } from '../../../shell/state-badge.tsx'
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
    <Page
      title={archived ? 'Archived accounts' : 'Accounts'}
      lead={
        archived
          ? 'Nothing in them changes any more; their figures stay.'
          : 'Each keeps its own lots, cash and trading days.'
      }
      actions={
        <>
          <ButtonLink variant="default" to="/trading/accounts" search={archived ? {} : { archived: true }}>
            {archived ? 'Accounts in use' : 'Archived accounts'}
          </ButtonLink>
          {!archived && <ButtonLink to="/trading/accounts/new">New account</ButtonLink>}
        </>
      }
    >
      <QueryView query={accounts}>
        {(items) =>
          items.length === 0 ? (
            <NoAccount archived={archived} />
          ) : (
            <Rows label="Accounts">
              {items.map((account) => (
                <AccountRow key={account.id} account={account} />
              ))}
            </Rows>
          )
        }
      </QueryView>
    </Page>
  )
}

function NoAccount({ archived }: { archived: boolean }): ReactElement {
  if (archived) return <Empty title="No account is archived" hint="An account that is out of use stands here." />
  return (
    <Empty
      title="There is no account yet"
      hint="Trades belong to an account: it has a currency, a time zone and a way to match lots."
      action={<TextLink to="/trading/accounts/new">Make the first account</TextLink>}
    />
  )
}

function AccountRow({ account }: { account: TradingAccount }): ReactElement {
  const { id, name, broker, kind, matchingMethod, archivedAt, pending } = account
  const balances = useQuery({ ...tradingQueries.balances(id), enabled: archivedAt === null }).data
  return (
    <Row
      title={
        <TextLink to="/trading/accounts/$id" params={{ id }}>
          {name}
        </TextLink>
      }
      detail={[broker, kindWords[kind], methodWords[matchingMethod]].filter(Boolean).join(' · ')}
      aside={
        <>
          {pending !== null && <StateBadge tone="caution">Counted anew</StateBadge>}
          {balances?.cash.map(({ currency, amount }) => (
            <Amount key={currency} value={amount} currency={currency} />
          ))}
        </>
      }
    />
  )
}
