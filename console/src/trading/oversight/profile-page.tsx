import { Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../../api.ts'
import { ConfirmButton } from '../../shell/confirm-button.tsx'
import { Disclosure } from '../../shell/disclosure.tsx'
import { notifyDone, notifyProblem } from '../../shell/notify.ts'
import { Page } from '../../shell/page.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { TextLink } from '../../shell/text-link.tsx'
import { tradingQueries } from '../queries.ts'
import { ProfileForm } from './profile-form.tsx'
import { alertsKey, profileQuery, riskKey } from './queries.ts'
import { RiskStatusView } from './risk-status.tsx'
import type { RiskProfile } from './types.ts'

const route = getRouteApi('/traders/trading/risk/$id')
const back = <TextLink to="/trading/risk">Risk profiles</TextLink>

export function ProfilePage(): ReactElement {
  const { id } = route.useParams()
  if (id !== 'new') return <KnownProfile key={id} id={id} />
  return (
    <Page title="New risk profile" eyebrow={back} width="reading">
      <ProfileForm profile={null} />
    </Page>
  )
}

function KnownProfile({ id }: { id: string }): ReactElement {
  const profile = useQuery(profileQuery(id))
  const account = useQuery({
    ...tradingQueries.account(profile.data?.accountId ?? ''),
    enabled: profile.data !== undefined,
  })
  return (
    <Page
      title={profile.data?.name ?? 'Risk profile'}
      eyebrow={back}
      lead={account.data === undefined ? undefined : `Of the account ${account.data.name}`}
    >
      <QueryView query={profile}>
        {(known) => (
          <Stack gap="lg">
            <RiskStatusView id={id} />
            <Disclosure label="Change the profile">
              <ProfileForm profile={known} />
            </Disclosure>
            <Remove profile={known} />
          </Stack>
        )}
      </QueryView>
    </Page>
  )
}

function Remove({ profile }: { profile: RiskProfile }): ReactElement {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const remove = useMutation({
    mutationFn: () => api.trading.removeRiskProfile({ path: { id: profile.id } }),
    onSuccess: async () => {
      notifyDone('The profile is removed.')
      await navigate({ to: '/trading/risk', ignoreBlocker: true })
      queryClient.removeQueries({ queryKey: [...riskKey, profile.id] })
      await queryClient.invalidateQueries({ queryKey: riskKey })
      await queryClient.invalidateQueries({ queryKey: alertsKey })
    },
    onError: notifyProblem,
  })
  return (
    <ConfirmButton
      label="Remove the profile"
      question="Its breaches and the alerts about it go with it."
      confirm="Remove it"
      pending={remove.isPending}
      onConfirm={() => remove.mutate()}
    />
  )
}
