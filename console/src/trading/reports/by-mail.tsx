import { Group, Switch, Text } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Switch.layer.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../../api.ts'
import { Empty } from '../../shell/empty.tsx'
import { notifyDone, notifyProblem } from '../../shell/notify.ts'
import { Panel } from '../../shell/panel.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { Row, Rows } from '../../shell/rows.tsx'
import { refusals } from '../journal/words.ts'
import { tradingKey, tradingQueries } from '../queries.ts'

const wishesKey = [...tradingKey, 'report-schedules']
const periods = [
  { period: 'week', label: 'Each week, on Mondays' },
  { period: 'month', label: 'Each month, on its first day' },
] as const

/** Which reports come by themselves. */
export function ByMail(): ReactElement {
  const accounts = useQuery(tradingQueries.accounts())
  return (
    <Panel title="By mail">
      <QueryView query={accounts}>
        {(items) =>
          items.length === 0 ? (
            <Empty title="There is no account" hint="Reports are of an account, by its clock." />
          ) : (
            <>
              <Text mb="sm">At 07:00 by the clock of the account, with the days and symbols as a table.</Text>
              <Refusal />
              <Rows label="Reports by mail">
                {items.map(({ id, name, timeZone }) => (
                  <Row key={id} title={name} detail={timeZone} aside={<Wishes accountId={id} account={name} />} />
                ))}
              </Rows>
            </>
          )
        }
      </QueryView>
    </Panel>
  )
}

function useWishes() {
  return useQuery({ queryKey: wishesKey, queryFn: ({ signal }) => api.trading.getReportSchedules({ signal }) })
}

function Refusal(): ReactElement | null {
  const refused = useWishes().data?.refused ?? null
  return refused === null ? null : <p>{refusals[refused]}</p>
}

function Wishes({ accountId, account }: { accountId: string; account: string }): ReactElement {
  const client = useQueryClient()
  const wishes = useWishes().data
  const save = useMutation({
    mutationFn: (body: { accountId: string; period: 'week' | 'month'; wanted: boolean }) =>
      api.trading.saveReportSchedule({ body }),
    onSuccess: (saved, { wanted }) => {
      client.setQueryData(wishesKey, saved)
      notifyDone(wanted ? 'You get the report by mail.' : 'The report comes no more.')
    },
    onError: notifyProblem,
  })
  return (
    <Group gap="lg">
      {periods.map(({ period, label }) => (
        <Switch
          key={period}
          label={label}
          aria-label={`${label}, of ${account}`}
          checked={wishes?.items.some((one) => one.accountId === accountId && one.period === period) ?? false}
          disabled={wishes === undefined || save.isPending}
          onChange={(event) => save.mutate({ accountId, period, wanted: event.currentTarget.checked })}
        />
      ))}
    </Group>
  )
}
