import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { may, meQuery, useMe } from '../identity/me.ts'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { tradingKey } from './queries.ts'
import { Standing } from './standing.tsx'

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
