import { Button, Group, Select, Stack, TextInput } from '@mantine/core'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api, type Organisation } from '../api.ts'
import { emailRule } from '../identity/rules.ts'
import { notifyDone } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { useFormSubmit } from '../shell/use-form-submit.ts'
import { usePages } from '../shell/use-pages.ts'
import { InvitationList } from './invitation-list.tsx'
import { type OrganisationRole, ROLE_CHOICES } from './words.ts'

/** Who was invited to the organisation, and inviting. */
export function OrganisationInvitations({ organisation: { id } }: { organisation: Organisation }): ReactElement {
  const key = ['organisations', id, 'invitations']
  const pages = usePages(key, ({ cursor, signal }) =>
    api.organisations.listInvitations({ path: { id }, query: cursor === undefined ? {} : { cursor }, signal }),
  )
  return (
    <Panel title="Invitations">
      <Stack gap="lg">
        <InviteForm id={id} />
        <InvitationList
          pages={pages}
          changes={{
            revoke: (invitationId) => api.organisations.revokeInvitation({ path: { id, invitationId } }),
            resend: (invitationId) => api.organisations.resendInvitation({ path: { id, invitationId } }),
          }}
          queryKey={key}
        />
      </Stack>
    </Panel>
  )
}

function InviteForm({ id }: { id: string }): ReactElement {
  const queryClient = useQueryClient()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', role: 'member' as OrganisationRole },
    validate: { email: emailRule },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (body) => api.organisations.inviteMember({ path: { id }, body }),
    done: async (_, { email }) => {
      notifyDone(`An invitation is on its way to ${email}.`)
      form.reset()
      await queryClient.invalidateQueries({ queryKey: ['organisations', id] })
    },
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <ProblemNotice error={problem} />
        <TextInput
          key={form.key('email')}
          label="E-mail of who is invited"
          type="email"
          {...form.getInputProps('email')}
        />
        <Select
          key={form.key('role')}
          label="As"
          data={ROLE_CHOICES}
          allowDeselect={false}
          {...form.getInputProps('role')}
        />
        <Group>
          <Button type="submit" loading={pending}>
            Invite
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
