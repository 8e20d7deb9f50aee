import { Button, Group, Stack } from '@mantine/core'
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../../api.ts'
import { Panel } from '../../shell/panel.tsx'
import { ProblemNotice } from '../../shell/problem-notice.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { When } from '../../shell/when.tsx'
import { tradingKey } from '../queries.ts'

const HOURS = 24

const consentQuery = queryOptions({
  queryKey: [...tradingKey, 'support-consent'],
  queryFn: ({ signal }) => api.trading.getSupportConsent({ signal }),
})

/** Nobody of the installation sees a journal unless its trader says so here. */
export function SupportPanel(): ReactElement {
  const client = useQueryClient()
  const consent = useQuery(consentQuery)
  const onSuccess = () => client.invalidateQueries({ queryKey: consentQuery.queryKey })
  const give = useMutation({
    mutationFn: () => api.trading.giveSupportConsent({ body: { hours: HOURS } }),
    onSuccess,
  })
  const withdraw = useMutation({ mutationFn: () => api.trading.withdrawSupportConsent(), onSuccess })
  return (
    <Panel title="Support">
      <Stack>
        <p>Nobody of the support sees your journal unless you let them. They can read then, and change nothing.</p>
        <ProblemNotice error={give.error ?? withdraw.error} />
        <QueryView query={consent} rows={1}>
          {({ until }) =>
            until === null ? (
              <Group>
                <Button variant="default" loading={give.isPending} onClick={() => give.mutate()}>
                  Let support look for a day
                </Button>
              </Group>
            ) : (
              <Group>
                <span>
                  Support may look until <When at={until} />.
                </span>
                <Button variant="default" loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
                  Let support look no more
                </Button>
              </Group>
            )
          }
        </QueryView>
      </Stack>
    </Panel>
  )
}
