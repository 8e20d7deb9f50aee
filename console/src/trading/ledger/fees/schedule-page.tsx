import { Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { ConfirmButton } from '../../../shell/confirm-button.tsx'
import { notifyDone, notifyProblem } from '../../../shell/notify.ts'
import { Page } from '../../../shell/page.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { tradingKey } from '../../queries.ts'
import type { FeeSchedule } from '../../types.ts'
import { feeQueries } from './queries.ts'
import { ScheduleForm } from './schedule-form.tsx'

const route = getRouteApi('/traders/trading/fee-schedules/$id')
const back = <TextLink to="/trading/fee-schedules">Fee schedules</TextLink>
const lead =
  'Each fee is of one fill. A least and a most hold for it before it is rounded; where they cross, the most counts. A rebate is negative.'

export function SchedulePage(): ReactElement {
  const { id } = route.useParams()
  if (id !== 'new') return <KnownSchedule key={id} id={id} />
  return (
    <Page title="New fee schedule" eyebrow={back} lead={lead} width="reading">
      <ScheduleForm schedule={null} />
    </Page>
  )
}

function KnownSchedule({ id }: { id: string }): ReactElement {
  const schedule = useQuery({ ...feeQueries.one(id), refetchOnWindowFocus: false })
  return (
    <Page title={schedule.data?.name ?? 'Fee schedule'} eyebrow={back} lead={lead} width="reading">
      <QueryView query={schedule}>
        {(known) => (
          <Stack gap="lg">
            <ScheduleForm key={known.version} schedule={known} />
            <Remove schedule={known} />
          </Stack>
        )}
      </QueryView>
    </Page>
  )
}

function Remove({ schedule: { id } }: { schedule: FeeSchedule }): ReactElement {
  const client = useQueryClient()
  const navigate = useNavigate()
  const remove = useMutation({
    mutationFn: () => api.trading.removeFeeSchedule({ path: { id } }),
    onSuccess: async () => {
      notifyDone('The fee schedule is removed.')
      await navigate({ to: '/trading/fee-schedules', ignoreBlocker: true })
      client.removeQueries({ queryKey: feeQueries.one(id).queryKey })
      await client.invalidateQueries({ queryKey: tradingKey })
    },
    onError: notifyProblem,
  })
  return (
    <ConfirmButton
      label="Remove the fee schedule"
      question="Fees that were estimated by it stay."
      confirm="Remove it"
      pending={remove.isPending}
      onConfirm={() => remove.mutate()}
    />
  )
}
