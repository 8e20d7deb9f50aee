import { Button, Group, MultiSelect, Stack, TextInput } from '@mantine/core'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import '@mantine/core/styles/Pill.layer.css'
import '@mantine/core/styles/PillsInput.layer.css'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { rolesQuery } from '../access/roles-query.ts'
import { api } from '../api.ts'
import { emailRule } from '../identity/rules.ts'
import { StepUp, useProof } from '../identity/step-up.tsx'
import { notifyDone } from '../shell/notify.ts'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { useFormSubmit } from '../shell/use-form-submit.ts'
import { STAFF_INVITATIONS, StaffInvitations } from './staff-invitations.tsx'

/** Inviting people to this server, with roles. */
export function InvitationsPage(): ReactElement {
  return (
    <Page
      title="Invitations"
      lead="An invitation is bound to its address and works once, for seven days. You can give what you hold yourself."
      width="reading"
    >
      <StepUp>
        <Stack gap="xl">
          <InviteForm />
          <StaffInvitations />
        </Stack>
      </StepUp>
    </Page>
  )
}

function InviteForm(): ReactElement {
  const prove = useProof()
  const queryClient = useQueryClient()
  const roles = useQuery(rolesQuery)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', roles: [] as string[] },
    validate: { email: emailRule },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (body) => prove(() => api.organisations.invite({ body })),
    done: async (_, { email }) => {
      notifyDone(`An invitation is on its way to ${email}.`)
      form.reset()
      await queryClient.invalidateQueries({ queryKey: STAFF_INVITATIONS })
    },
  })
  return (
    <Panel title="Invite somebody">
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemNotice error={problem} />
          <TextInput
            key={form.key('email')}
            label="E-mail of who is invited"
            type="email"
            {...form.getInputProps('email')}
          />
          <MultiSelect
            key={form.key('roles')}
            label="Roles"
            data={roles.data?.items.map(({ name, title }) => ({ value: name, label: title })) ?? []}
            {...form.getInputProps('roles')}
          />
          <Group>
            <Button type="submit" loading={pending}>
              Invite
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  )
}
