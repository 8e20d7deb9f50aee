import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { may, meQuery, useMe } from '../identity/me.ts'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'

/** Where trading begins: a person without a journal starts one here. */
export function StartPage(): ReactElement {
  const me = useMe()
  return (
    <Page title="Trading journal" width="reading">
      {may(me, 'trading:use') ? null : <StartJournal />}
    </Page>
  )
}

function StartJournal(): ReactElement {
  const client = useQueryClient()
  const start = useMutation({
    mutationFn: () => api.trading.start(),
    onSuccess: () => client.invalidateQueries({ queryKey: meQuery.queryKey }),
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
