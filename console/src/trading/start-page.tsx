import { Button, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { may, meQuery, useMe } from '../identity/me.ts'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { AccountChoice, useOneAccount } from './account-choice.tsx'
import { BalancesPanel } from './ledger/accounts/balances-panel.tsx'
import { tradingKey } from './queries.ts'

/** Where trading begins: a person without a journal starts one here, a trader sees what there is to do. */
export function StartPage(): ReactElement {
  const me = useMe()
  return (
    <Page title="Trading journal" width="reading">
      {may(me, 'trading:use') ? <Standing /> : <StartJournal />}
    </Page>
  )
}

function StartJournal(): ReactElement {
  const client = useQueryClient()
  const start = useMutation({
    mutationFn: () => api.trading.start(),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: meQuery.queryKey })
      await client.invalidateQueries({ queryKey: tradingKey })
    },
  })
  return (
    <Panel title="Start a journal">
      <p>Import what your broker exports, see your trades matched to the cent, and write down what you learn.</p>
      <ProblemNotice error={start.error} />
      <Button loading={start.isPending} onClick={() => start.mutate()}>
        Start a journal
      </Button>
    </Panel>
  )
}

function Standing(): ReactElement | null {
  const [asked, ask] = useState<string>()
  const accountId = useOneAccount(asked)
  if (accountId === undefined) return null
  return (
    <Stack gap="lg">
      <AccountChoice value={accountId} onChange={ask} />
      <BalancesPanel accountId={accountId} />
    </Stack>
  )
}
