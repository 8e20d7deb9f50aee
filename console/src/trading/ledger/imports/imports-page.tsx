import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { ButtonLink } from '../../../shell/button-link.tsx'
import { Empty } from '../../../shell/empty.tsx'
import { Filters } from '../../../shell/filters.tsx'
import { Page } from '../../../shell/page.tsx'
import { PagedList } from '../../../shell/paged-list.tsx'
import { Rows } from '../../../shell/rows.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { usePages } from '../../../shell/use-pages.ts'
import { AccountChoice } from '../../account-choice.tsx'
import { tradingQueries } from '../../queries.ts'
import { ImportRowOf } from './import-row.tsx'
import { importsKey } from './queries.ts'
import { type ImportFilter, importStates, withFilter } from './search.ts'
import { stateOf } from './words.ts'

const route = getRouteApi('/traders/trading/imports')
const PAGE = 20

export function ImportsPage(): ReactElement {
  const filter = route.useSearch()
  const accounts = useQuery(tradingQueries.accounts()).data
  const pages = usePages([...importsKey, 'list', filter], ({ cursor, signal }) =>
    api.trading.listImports({ query: { ...filter, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  const isFiltered = filter.accountId !== undefined || filter.state !== undefined
  return (
    <Page
      title="Imports"
      lead="Files of your brokers, and what became of every row. Each can be undone."
      actions={
        <>
          <ButtonLink variant="default" to="/trading/imports/profiles">
            Own formats
          </ButtonLink>
          <ButtonLink to="/trading/imports/new">New import</ButtonLink>
        </>
      }
    >
      <ImportFilters />
      <PagedList
        pages={pages}
        rowHeight={72}
        empty={
          isFiltered ? <NothingFound /> : <NothingYet hasAccount={accounts === undefined || accounts.length > 0} />
        }
      >
        {(batches) => (
          <Rows label="Imports">
            {batches.map((batch) => (
              <ImportRowOf key={batch.id} batch={batch} />
            ))}
          </Rows>
        )}
      </PagedList>
    </Page>
  )
}

function ImportFilters(): ReactElement {
  const { accountId, state } = route.useSearch()
  const navigate = route.useNavigate()
  const narrow = (key: keyof ImportFilter, value: string | undefined): void =>
    void navigate({ search: (now) => withFilter(now, key, value), replace: true })
  return (
    <Filters label="Imports">
      <AccountChoice withAll value={accountId} onChange={(id) => narrow('accountId', id)} />
      <NativeSelect
        label="State"
        value={state ?? ''}
        onChange={(event) => narrow('state', event.currentTarget.value || undefined)}
        data={[
          { value: '', label: 'All states' },
          ...importStates.map((one) => ({ value: one, label: stateOf({ state: one, undoing: false }).words })),
        ]}
      />
    </Filters>
  )
}

function NothingFound(): ReactElement {
  return <Empty title="Nothing found" hint="Choose all accounts and all states to see the others." />
}

function NothingYet({ hasAccount }: { hasAccount: boolean }): ReactElement {
  return (
    <Empty
      title="Nothing is imported yet"
      hint="Export your trades at the broker as CSV or XML, and drop the file here. Rows that are there already are known again."
      action={
        hasAccount ? (
          <TextLink to="/trading/imports/new">Import a file</TextLink>
        ) : (
          <TextLink to="/trading/accounts/new">Make an account first</TextLink>
        )
      }
    />
  )
}
