import { Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api, type Organisation } from '../api.ts'
import { useMe } from '../identity/me.ts'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { Page } from '../shell/page.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { Members } from './members.tsx'
import { OrganisationInvitations } from './organisation-invitations.tsx'

const route = getRouteApi('/organisations/organisations/$id')

/** One organisation: its members, its invitations, and the way out. */
export function OrganisationPage(): ReactElement {
  const { id } = route.useParams()
  const organisation = useQuery({
    queryKey: ['organisations', id],
    queryFn: ({ signal }) => api.organisations.get({ path: { id }, signal }),
  })
  return (
    <Page
      title={organisation.data?.name ?? 'Organisation'}
      eyebrow={<TextLink to="/organisations">Organisations</TextLink>}
      width="reading"
    >
      <QueryView query={organisation}>
        {(found) => (
          <Stack gap="xl">
            <Members organisation={found} />
            {found.role !== 'member' && <OrganisationInvitations organisation={found} />}
            <Leaving organisation={found} />
          </Stack>
        )}
      </QueryView>
    </Page>
  )
}

function Leaving({ organisation: { id, name, role } }: { organisation: Organisation }): ReactElement {
  const me = useMe()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const gone = async (message: string): Promise<void> => {
    notifyDone(message)
    await queryClient.invalidateQueries({ queryKey: ['organisations'] })
    await navigate({ to: '/organisations' })
  }
  const leave = useMutation({
    mutationFn: () => api.organisations.removeMember({ path: { id, userId: me?.user.id ?? '' } }),
    onSuccess: () => gone(`You left ${name}.`),
    onError: notifyProblem,
  })
  const remove = useMutation({
    mutationFn: () => api.organisations.delete({ path: { id } }),
    onSuccess: () => gone(`${name} is deleted.`),
    onError: notifyProblem,
  })
  return (
    <Stack>
      <ConfirmButton
        label={`Leave ${name}`}
        question="Somebody has to invite you to come back."
        confirm="Leave"
        pending={leave.isPending}
        onConfirm={() => leave.mutate()}
      />
      {role === 'owner' && (
        <ConfirmButton
          label={`Delete ${name}`}
          question="It cannot be brought back."
          confirm="Delete"
          pending={remove.isPending}
          onConfirm={() => remove.mutate()}
        />
      )}
    </Stack>
  )
}
