import { Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../../api.ts'
import { ConfirmButton } from '../../shell/confirm-button.tsx'
import { notifyDone, notifyProblem } from '../../shell/notify.ts'
import { Page } from '../../shell/page.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { TextLink } from '../../shell/text-link.tsx'
import { AlertForm } from './alert-form.tsx'
import { alertQuery, alertsKey } from './queries.ts'
import type { Alert } from './types.ts'

const route = getRouteApi('/traders/trading/alerts/$id')
const back = <TextLink to="/trading/alerts">Alerts</TextLink>

export function AlertPage(): ReactElement {
  const { id } = route.useParams()
  if (id !== 'new') return <KnownAlert key={id} id={id} />
  return (
    <Page title="New alert" eyebrow={back} width="reading">
      <AlertForm alert={null} />
    </Page>
  )
}

function KnownAlert({ id }: { id: string }): ReactElement {
  const alert = useQuery(alertQuery(id))
  return (
    <Page title={alert.data?.name ?? 'Alert'} eyebrow={back} width="reading">
      <QueryView query={alert}>
        {(known) => (
          <Stack gap="lg">
            <AlertForm alert={known} />
            <Remove alert={known} />
          </Stack>
        )}
      </QueryView>
    </Page>
  )
}

function Remove({ alert }: { alert: Alert }): ReactElement {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const remove = useMutation({
    mutationFn: () => api.trading.removeAlert({ path: { id: alert.id } }),
    onSuccess: async () => {
      notifyDone('The alert is removed.')
      await navigate({ to: '/trading/alerts', ignoreBlocker: true })
      queryClient.removeQueries({ queryKey: [...alertsKey, alert.id] })
      await queryClient.invalidateQueries({ queryKey: alertsKey })
    },
    onError: notifyProblem,
  })
  return (
    <ConfirmButton
      label="Remove the alert"
      question="What it told stays."
      confirm="Remove it"
      pending={remove.isPending}
      onConfirm={() => remove.mutate()}
    />
  )
}
