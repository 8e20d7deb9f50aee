import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { ConfirmButton } from '../../../shell/confirm-button.tsx'
import { Empty } from '../../../shell/empty.tsx'
import { Filters } from '../../../shell/filters.tsx'
import { Page } from '../../../shell/page.tsx'
import { PagedList } from '../../../shell/paged-list.tsx'
import { Row, Rows } from '../../../shell/rows.tsx'
import { usePages } from '../../../shell/use-pages.ts'
import { AccountChoice } from '../../account-choice.tsx'
import { Amount } from '../../amounts.tsx'
import { rateInWords } from '../../ledger/rates/words.ts'
import { tradingKey, tradingQueries } from '../../queries.ts'
import type { TradingAccount } from '../../types.ts'
import { AccountTime } from '../account-time.tsx'
import { OfAccount } from '../of-account.tsx'
import styles from '../trades.module.css'
import type { CashMovement } from '../types.ts'
import { useChange } from '../use-change.ts'
import { cashWords } from './cash-words.ts'
import { NewCash } from './new-cash.tsx'

const route = getRouteApi('/traders/trading/cash')

export function CashPage(): ReactElement {
  const { account } = route.useSearch()
  return (
    <Page title="Cash" lead="What came into an account and went out of it, but for what trades earned and cost.">
      <OfAccount asked={account}>{(found) => <CashOf account={found} />}</OfAccount>
    </Page>
  )
}

function CashOf({ account }: { account: TradingAccount }): ReactElement {
  const navigate = route.useNavigate()
  const pages = usePages([...tradingKey, 'cash', account.id], ({ cursor, signal }) =>
    api.trading.listCashMovements({
      path: { id: account.id },
      query: { limit: 50, ...(cursor === undefined ? {} : { cursor }) },
      signal,
    }),
  )
  return (
    <>
      <Filters label="Cash">
        <AccountChoice
          value={account.id}
          onChange={(id) => void navigate({ search: id === undefined ? {} : { account: id }, replace: true })}
        />
      </Filters>
      <div className={styles.stack}>
        <Held account={account} />
        {account.archivedAt === null && <NewCash key={account.id} account={account} />}
        <PagedList
          pages={pages}
          empty={
            <Empty title="No cash movement yet" hint="Enter what you deposited, or import what your broker exports." />
          }
        >
          {(movements) => (
            <Rows label="Cash movements">
              {movements.map((movement) => (
                <MovementRow key={movement.id} movement={movement} account={account} />
              ))}
            </Rows>
          )}
        </PagedList>
      </div>
    </>
  )
}

/** By currency, with what trades earned and cost. */
function Held({ account }: { account: TradingAccount }): ReactElement | null {
  const cash = useQuery(tradingQueries.balances(account.id)).data?.cash
  if (cash === undefined) return null
  return (
    <p className={styles.headline} role="status">
      In the account:{' '}
      {cash.map(({ currency, amount }) => (
        <Amount key={currency} value={amount} currency={currency} />
      ))}
    </p>
  )
}

function MovementRow({ movement, account }: { movement: CashMovement; account: TradingAccount }): ReactElement {
  const { id, kind, amount, currency, happenedAt, note, batchId } = movement
  const rate = rateInWords(movement)
  const remove = useChange({
    change: () => api.trading.deleteCashMovement({ path: { id: account.id, movementId: id } }),
    done: 'The cash movement is removed.',
  })
  return (
    <Row
      title={cashWords[kind]}
      detail={
        <>
          <AccountTime at={happenedAt} zone={account.timeZone} />
          {rate !== null && `, ${rate}`}
          {note !== '' && `, ${note}`}
          {batchId !== null && ', imported'}
        </>
      }
      aside={
        <>
          <Amount value={amount} currency={currency} signed />
          {batchId === null && account.archivedAt === null && (
            <ConfirmButton
              label="Remove"
              question={`Remove this ${cashWords[kind].toLowerCase()}?`}
              confirm="Remove it"
              pending={remove.isPending}
              onConfirm={() => remove.mutate(undefined)}
            />
          )}
        </>
      }
    />
  )
}
