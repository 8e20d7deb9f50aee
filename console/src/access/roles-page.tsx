import { Code, Group, Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api, type Role } from '../api.ts'
import { may, useMe } from '../identity/me.ts'
import { StepUp, useProof } from '../identity/step-up.tsx'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { GatedButton } from '../shell/gated-button.tsx'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { MfaSwitch } from './mfa-switch.tsx'
import { RoleForm } from './role-form.tsx'
import { rolesQuery } from './roles-query.ts'

export function RolesPage(): ReactElement {
  const roles = useQuery(rolesQuery)
  const closed = useClosed()
  const [making, setMaking] = useState(false)
  return (
    <Page
      title="Roles"
      lead="The units of the server declare some; you make others. They are granted to people, under People."
    >
      <StepUp>
        <Stack gap="xl">
          {making ? (
            <Panel title="Make a role">
              <RoleForm edited={null} done={() => setMaking(false)} />
            </Panel>
          ) : (
            <Group>
              <GatedButton disabledReason={closed} onClick={() => setMaking(true)}>
                Make a role
              </GatedButton>
            </Group>
          )}
          <QueryView query={roles}>
            {({ items }) => (
              <Stack>
                {items.map((role) => (
                  <RolePanel key={role.name} role={role} closed={closed} />
                ))}
              </Stack>
            )}
          </QueryView>
        </Stack>
      </StepUp>
    </Page>
  )
}

function useClosed(): string | undefined {
  const me = useMe()
  return may(me, 'access:manage') ? undefined : 'Needs the permission access:manage'
}

function RolePanel({ role, closed }: { role: Role; closed: string | undefined }): ReactElement {
  const prove = useProof()
  const queryClient = useQueryClient()
  const [editing, setEditing] = useState(false)
  const remove = useMutation({
    mutationFn: () => prove(() => api.access.deleteRole({ path: { name: role.name } })),
    onSuccess: async () => {
      notifyDone(`The role ${role.title} is gone.`)
      await queryClient.invalidateQueries({ queryKey: rolesQuery.queryKey })
    },
    onError: notifyProblem,
  })
  const mayEdit = !role.builtIn && closed === undefined
  return (
    <Panel title={role.title} aside={<Code>{role.name}</Code>}>
      {editing ? (
        <RoleForm edited={role} done={() => setEditing(false)} />
      ) : (
        <Stack>
          <Permissions role={role} />
          <MfaSwitch role={role} closed={closed} />
          {mayEdit && (
            <Group>
              <GatedButton
                variant="default"
                aria-label={`Edit ${role.title}`}
                disabledReason={undefined}
                onClick={() => setEditing(true)}
              >
                Edit
              </GatedButton>
              <ConfirmButton
                label={`Remove ${role.title}`}
                question="Only a role that nobody holds can be removed."
                confirm="Remove"
                pending={remove.isPending}
                onConfirm={() => remove.mutate()}
              />
            </Group>
          )}
        </Stack>
      )}
    </Panel>
  )
}

function Permissions({ role: { permissions } }: { role: Role }): ReactElement {
  return (
    <p>
      {permissions.map((permission) => (
        <span key={permission}>
          <Code>{permission}</Code>{' '}
        </span>
      ))}
    </p>
  )
}
