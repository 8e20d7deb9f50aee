import { Group, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { ButtonLink } from '../shell/button-link.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { Rows } from '../shell/rows.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { AccountChoice, useOneAccount } from './account-choice.tsx'
import { BalancesPanel } from './ledger/accounts/balances-panel.tsx'
import { ImportRowOf } from './ledger/imports/import-row.tsx'
import { importsKey } from './ledger/imports/queries.ts'
import { waitingQuery } from './ledger/instruments/queries.ts'
import { tradingQueries } from './queries.ts'
import type { TradingImport } from './types.ts'

const IMPORTS_SHOWN = 3
const lastImportsQuery = {
  queryKey: [...importsKey, 'last'],
  queryFn: async ({ signal }: { signal: AbortSignal }) =>
    (await api.trading.listImports({ query: { limit: IMPORTS_SHOWN }, signal })).items,
}

/** What a trader does next, and how their account stands. */
export function Standing(): ReactElement {
  const accounts = useQuery(tradingQueries.accounts())
  const imports = useQuery(lastImportsQuery)
  return (
    <QueryView query={accounts}>
      {(items) =>
        items.length === 0 ? (
          <FirstAccount />
        ) : (
          <Stack gap="lg">
            <Waiting />
            <QueryView query={imports}>
              {(last) => (last.length === 0 ? <FirstImport /> : <LastImports imports={last} />)}
            </QueryView>
            <Held />
            <Sections />
          </Stack>
        )
      }
    </QueryView>
  )
}

function Sections(): ReactElement {
  return (
    <Group component="nav" aria-label="Sections of the journal" gap="lg">
      <TextLink to="/trading/dashboard">Dashboard</TextLink>
      <TextLink to="/trading/trades">Trades</TextLink>
      <TextLink to="/trading/journal">Journal</TextLink>
      <TextLink to="/trading/accounts">Accounts</TextLink>
      <TextLink to="/trading/instruments">Instruments</TextLink>
      <TextLink to="/trading/imports">Imports</TextLink>
    </Group>
  )
}

function FirstAccount(): ReactElement {
  return (
    <Panel title="First: an account">
      <Stack gap="md" align="flex-start">
        <p>Trades belong to an account: it has a currency, a time zone and a way to match lots. It takes a minute.</p>
        <ButtonLink to="/trading/accounts/new">Make an account</ButtonLink>
      </Stack>
    </Panel>
  )
}

function FirstImport(): ReactElement {
  return (
    <Panel title="Next: your trades">
      <Stack gap="md" align="flex-start">
        <p>Export them at your broker as CSV or XML. You see what every row would do before anything is written.</p>
        <ButtonLink to="/trading/imports/new">Import a file</ButtonLink>
      </Stack>
    </Panel>
  )
}

function Waiting(): ReactElement | null {
  const symbols = useQuery(waitingQuery()).data ?? []
  if (symbols.length === 0) return null
  const rows = symbols.reduce((sum, one) => sum + one.rows, 0)
  return (
    <Panel title="Rows wait for you">
      <Stack gap="md" align="flex-start">
        <p>
          {rows === 1 ? 'One row of your imports waits' : `${rows} rows of your imports wait`} until you say what one
          point is worth of {symbols.map(({ symbol }) => symbol).join(', ')}.
        </p>
        <ButtonLink to="/trading/instruments/waiting">Say what they are</ButtonLink>
      </Stack>
    </Panel>
  )
}

function LastImports({ imports }: { imports: readonly TradingImport[] }): ReactElement {
  return (
    <Panel title="Last imports" aside={<TextLink to="/trading/imports">All imports</TextLink>}>
      <Stack gap="md">
        <Rows label="Last imports">
          {imports.map((batch) => (
            <ImportRowOf key={batch.id} batch={batch} />
          ))}
        </Rows>
        <ButtonLink to="/trading/imports/new" style={{ alignSelf: 'flex-start' }}>
          Import a file
        </ButtonLink>
      </Stack>
    </Panel>
  )
}

function Held(): ReactElement | null {
  const [asked, ask] = useState<string>()
  const accountId = useOneAccount(asked)
  if (accountId === undefined) return null
  return (
    <>
      <AccountChoice value={accountId} onChange={ask} />
      <BalancesPanel accountId={accountId} />
    </>
  )
}
