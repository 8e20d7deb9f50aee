import { Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { may, useMe } from '../identity/me.ts'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { Empty } from '../shell/empty.tsx'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { TextLink } from '../shell/text-link.tsx'
import styles from './policy.module.css'
import { PolicyForm } from './policy-form.tsx'
import { policiesKey, policiesQuery } from './queries.ts'
import { type BookingPolicy, MANAGE } from './types.ts'

const route = getRouteApi('/overseers/agency/policies/$id')

export function PolicyPage(): ReactElement {
  const { id } = route.useParams()
  const policies = useQuery(policiesQuery)
  const known = policies.data?.find((one) => one.id === id)
  const isNew = id === 'new'
  const mayChange = may(useMe(), MANAGE)
  return (
    <Page
      title={isNew ? 'New policy' : (known?.name ?? 'Booking policy')}
      eyebrow={<TextLink to="/agency/policies">Booking policies</TextLink>}
      lead={mayChange ? undefined : 'Managers change it.'}
      width="reading"
    >
      <QueryView query={policies}>
        {() =>
          isNew || known !== undefined ? (
            <fieldset disabled={!mayChange} className={styles.whole}>
              <Stack gap="lg">
                <PolicyForm key={id} policy={known ?? null} />
                {known !== undefined && mayChange && <Archive policy={known} />}
              </Stack>
            </fieldset>
          ) : (
            <Empty title="There is no such policy" hint="It may have been taken out of use." />
          )
        }
      </QueryView>
    </Page>
  )
}

function Archive({ policy }: { policy: BookingPolicy }): ReactElement {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const archive = useMutation({
    mutationFn: () => api.agency.archivePolicy({ path: { id: policy.id } }),
    onSuccess: async () => {
      notifyDone('The policy is out of use.')
      await navigate({ to: '/agency/policies' })
      await queryClient.invalidateQueries({ queryKey: policiesKey })
    },
    onError: notifyProblem,
  })
  return (
    <Panel>
      <ConfirmButton
        label="Take it out of use"
        question="What is booked under it stands; nothing new can be. Take it out of use?"
        confirm="Take it out of use"
        pending={archive.isPending}
        onConfirm={() => archive.mutate()}
      />
    </Panel>
  )
}
