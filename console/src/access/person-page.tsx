import { Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api, type Person, type Role } from '../api.ts'
import { may, useMe } from '../identity/me.ts'
import { StepUp, useProof } from '../identity/step-up.tsx'
import { Facts } from '../shell/facts.tsx'
import { GatedButton } from '../shell/gated-button.tsx'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { When } from '../shell/when.tsx'
import { PersonDenials } from './person-access.tsx'
import { Erase, Impersonate } from './person-actions.tsx'
import { rolesQuery } from './roles-query.ts'

const route = getRouteApi('/access-readers/people/$id')

export function PersonPage(): ReactElement {
  const { id } = route.useParams()
  const person = useQuery({
    queryKey: ['people', id],
    queryFn: ({ signal }) => api.access.getUser({ path: { id }, signal }),
  })
  return (
    <Page
      title={person.data?.name ?? 'Person'}
      eyebrow={<TextLink to="/people">People</TextLink>}
      lead={person.data?.email}
      width="reading"
    >
      <StepUp>
        <QueryView query={person}>{(found) => <PersonView person={found} />}</QueryView>
      </StepUp>
    </Page>
  )
}

function PersonView({ person }: { person: Person }): ReactElement {
  const roles = useQuery(rolesQuery)
  const me = useMe()
  const closed = may(me, 'access:manage') ? undefined : 'Needs the permission access:manage'
  return (
    <Stack gap="xl">
      <Panel title="Account">
        <Facts
          facts={[
            ['Registered', <When key="registered" at={person.createdAt} />],
            [
              'Address confirmed',
              person.emailVerifiedAt === null ? 'Not yet' : <When key="verified" at={person.emailVerifiedAt} />,
            ],
            ['Disabled', person.disabledAt === null ? null : <When key="disabled" at={person.disabledAt} />],
          ]}
        />
        <AccountSwitch person={person} closed={person.id === me?.user.id ? 'This is your own account' : closed} />
      </Panel>
      <Panel title="Roles">
        <QueryView query={roles}>
          {({ items }) => (
            <Rows label="Roles">
              {items.map((role) => (
                <RoleRow key={role.name} person={person} role={role} closed={closed} />
              ))}
            </Rows>
          )}
        </QueryView>
      </Panel>
      <PersonDenials person={person} closed={closed !== undefined} />
      {person.id !== me?.user.id && (
        <>
          {may(me, 'identity:impersonate') && <Impersonate person={person} />}
          {may(me, 'identity:erase') && <Erase person={person} />}
        </>
      )}
    </Stack>
  )
}

function useChange(person: Person, change: () => Promise<unknown>, message: string) {
  const prove = useProof()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: () => prove(change),
    onSuccess: async () => {
      notifyDone(message)
      await queryClient.invalidateQueries({ queryKey: ['people'] })
      await queryClient.invalidateQueries({ queryKey: ['me'] })
    },
    onError: notifyProblem,
    scope: { id: `person-${person.id}` },
  })
}

function AccountSwitch({ person, closed }: { person: Person; closed: string | undefined }): ReactElement {
  const isDisabled = person.disabledAt !== null
  const path = { id: person.id }
  const change = useChange(
    person,
    () => (isDisabled ? api.auth.enableUser({ path }) : api.auth.disableUser({ path })),
    isDisabled ? `${person.name} can sign in again.` : `${person.name} is signed out everywhere and cannot sign in.`,
  )
  return (
    <Stack mt="lg" align="flex-start">
      <GatedButton variant="default" disabledReason={closed} loading={change.isPending} onClick={() => change.mutate()}>
        {isDisabled ? 'Enable the account' : 'Disable the account'}
      </GatedButton>
    </Stack>
  )
}

interface RoleRowProps {
  readonly person: Person
  readonly role: Role
  readonly closed: string | undefined
}

function RoleRow({ person, role, closed }: RoleRowProps): ReactElement {
  const has = person.roles.includes(role.name)
  const path = { id: person.id, role: role.name }
  const change = useChange(
    person,
    () => (has ? api.access.revokeRole({ path }) : api.access.grantRole({ path, body: {} })),
    has ? `${person.name} no longer has the role ${role.title}.` : `${person.name} has the role ${role.title}.`,
  )
  return (
    <Row
      title={role.title}
      detail={role.name === 'administrator' ? 'Every permission' : role.permissions.join(', ')}
      aside={
        <>
          {has && <StateBadge tone="positive">Granted</StateBadge>}
          <GatedButton
            size="xs"
            variant="default"
            aria-label={`${has ? 'Revoke' : 'Grant'} ${role.title}`}
            disabledReason={closed}
            loading={change.isPending}
            onClick={() => change.mutate()}
          >
            {has ? 'Revoke' : 'Grant'}
          </GatedButton>
        </>
      }
    />
  )
}
