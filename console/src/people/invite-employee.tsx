import { Button, MultiSelect, NativeSelect, Stack, TextInput } from '@mantine/core'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import '@mantine/core/styles/Pill.layer.css'
import '@mantine/core/styles/PillsInput.layer.css'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { grantableRolesQuery } from '../access/roles-query.ts'
import { api } from '../api.ts'
import { emailRule } from '../identity/rules.ts'
import { useProof } from '../identity/step-up.tsx'
import { STAFF_INVITATIONS } from '../organisations/staff-invitations.tsx'
import { notifyDone } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { departmentsQuery } from './queries.ts'

export function InviteEmployee(): ReactElement {
  const prove = useProof()
  const queryClient = useQueryClient()
  const roles = useQuery(grantableRolesQuery)
  const departments = useQuery(departmentsQuery)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', position: '', departmentId: '', roles: [] as string[] },
    validate: { email: emailRule, position: filled('Say what they will do') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ departmentId, ...rest }) =>
      prove(() =>
        api.agency.inviteEmployee({ body: { ...rest, departmentId: departmentId === '' ? null : departmentId } }),
      ),
    done: async (_, { email }) => {
      notifyDone(`An invitation is on its way to ${email}.`)
      form.reset()
      await queryClient.invalidateQueries({ queryKey: STAFF_INVITATIONS })
    },
  })
  return (
    <Panel title="Invite somebody to the team">
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemNotice error={problem ?? roles.error ?? departments.error} />
          <TextInput key={form.key('email')} label="E-mail" type="email" {...form.getInputProps('email')} />
          <TextInput key={form.key('position')} label="Position" maxLength={120} {...form.getInputProps('position')} />
          <NativeSelect
            key={form.key('departmentId')}
            label="Department"
            data={[
              { value: '', label: 'None' },
              ...(departments.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
            ]}
            {...form.getInputProps('departmentId')}
          />
          <MultiSelect
            key={form.key('roles')}
            label="Roles"
            description="You can give what you hold yourself; others are given afterwards, by somebody who holds them."
            data={roles.data?.items.map(({ name, title }) => ({ value: name, label: title })) ?? []}
            {...form.getInputProps('roles')}
          />
          <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
            Invite
          </Button>
        </Stack>
      </form>
    </Panel>
  )
}
