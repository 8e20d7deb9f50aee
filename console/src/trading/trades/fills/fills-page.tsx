import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { ButtonLink } from '../../../shell/button-link.tsx'
import { Empty } from '../../../shell/empty.tsx'
import { Filters } from '../../../shell/filters.tsx'
import { Page } from '../../../shell/page.tsx'
import { PagedList } from '../../../shell/paged-list.tsx'
import { Rows } from '../../../shell/rows.tsx'
import { SearchField } from '../../../shell/search-field.tsx'
import { usePages } from '../../../shell/use-pages.ts'
import { AccountChoice } from '../../account-choice.tsx'
import { tradingKey } from '../../queries.ts'
import type { TradingAccount } from '../../types.ts'
import { OfAccount } from '../of-account.tsx'
import { EndOption } from './end-option.tsx'
import { FillRow } from './fill-row.tsx'

const route = getRouteApi('/traders/trading/fills')

export function FillsPage(): ReactElement {
  const { account } = route.useSearch()
  return (
    <Page
      title="Fills"
      lead="What happened at the broker. A correction takes the place of a fill; its trade keeps its notes."
      actions={
        <ButtonLink to="/trading/fills/new" search={account === undefined ? {} : { account }}>
          Enter fills
        </ButtonLink>
      }
    >
      <OfAccount asked={account}>{(found) => <FillsOf account={found} />}</OfAccount>
    </Page>
  )
}

function FillsOf({ account }: { account: TradingAccount }): ReactElement {
  const { symbol } = route.useSearch()
  const navigate = route.useNavigate()
  const pages = usePages([...tradingKey, 'fills', account.id, symbol ?? null], ({ cursor, signal }) =>
    api.trading.listExecutions({
      query: {
        ...{ accountId: account.id, limit: 50 },
        ...(symbol === undefined ? {} : { symbol }),
        ...(cursor === undefined ? {} : { cursor }),
      },
      signal,
    }),
  )
  return (
    <>
      <Filters label="Fills">
        <AccountChoice
          value={account.id}
          onChange={(id) =>
            void navigate({ search: { ...(id && { account: id }), ...(symbol && { symbol }) }, replace: true })
          }
        />
        <SearchField
          placeholder="Part of a symbol"
          words={symbol}
          onSearch={(words) =>
            void navigate({
              search: { account: account.id, ...(words === undefined ? {} : { symbol: words }) },
              replace: true,
            })
          }
        />
      </Filters>
      <EndOption account={account} />
      <PagedList
        pages={pages}
        empty={
          symbol === undefined ? (
            <Empty title="No fill yet" hint="Import what your broker exports, or enter fills by hand." />
          ) : (
            <Empty title="No such fill" hint="Look for another part of the symbol, or in another account." />
          )
        }
      >
        {(fills) => (
          <Rows label="Fills">
            {fills.map((fill) => (
              <FillRow key={fill.id} fill={fill} account={account} />
            ))}
          </Rows>
        )}
      </PagedList>
    </>
  )
}
