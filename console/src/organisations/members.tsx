import { Button, Select } from '@mantine/core'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api, type Member, type Organisation } from '../api.ts'
import { useMe } from '../identity/me.ts'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { PagedList } from '../shell/paged-list.tsx'
import { Panel } from '../shell/panel.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { usePages } from '../shell/use-pages.ts'
import { When } from '../shell/when.tsx'
import { type OrganisationRole, ROLE_CHOICES, roleTitle } from './words.ts'

export function Members({ organisation }: { organisation: Organisation }): ReactElement {
  const { id } = organisation
  const pages = usePages(['organisations', id, 'members'], ({ cursor, signal }) =>
    api.organisations.listMembers({ path: { id }, query: cursor === undefined ? {} : { cursor }, signal }),
  )
  return (
    <Panel title="Members">
      <PagedList pages={pages} empty={null}>
        {(items) => (
          <Rows label="Members">
            {items.map((member) => (
              <MemberRow key={member.userId} organisation={organisation} member={member} />
            ))}
          </Rows>
        )}
      </PagedList>
    </Panel>
  )
}

interface MemberRowProps {
  readonly organisation: Organisation
  readonly member: Member
}

function MemberRow({ organisation, member }: MemberRowProps): ReactElement {
  const me = useMe()
  const queryClient = useQueryClient()
  const path = { id: organisation.id, userId: member.userId }
  const changed = async (message: string): Promise<void> => {
    notifyDone(message)
    await queryClient.invalidateQueries({ queryKey: ['organisations'] })
  }
  const change = useMutation({
    mutationFn: (role: OrganisationRole) => api.organisations.changeMember({ path, body: { role } }),
    onSuccess: (_, role) => changed(`${member.name} is ${roleTitle(role).toLowerCase()} now.`),
    onError: notifyProblem,
  })
  const remove = useMutation({
    mutationFn: () => api.organisations.removeMember({ path }),
    onSuccess: () => changed(`${member.name} is out.`),
    onError: notifyProblem,
  })
  const mayChange = organisation.role !== 'member' && member.userId !== me?.user.id
  return (
    <Row
      title={member.name}
      detail={
        <>
          {member.email}, since <When at={member.joinedAt} />
        </>
      }
      aside={
        mayChange ? (
          <>
            <Select
              aria-label={`Role of ${member.name}`}
              size="xs"
              data={ROLE_CHOICES}
              value={member.role}
              allowDeselect={false}
              disabled={change.isPending}
              onChange={(value) => change.mutate(value as OrganisationRole)}
            />
            <Button
              size="xs"
              variant="default"
              aria-label={`Take out ${member.name}`}
              loading={remove.isPending}
              onClick={() => remove.mutate()}
            >
              Take out
            </Button>
          </>
        ) : (
          <StateBadge tone="quiet">{roleTitle(member.role)}</StateBadge>
        )
      }
    />
  )
}
