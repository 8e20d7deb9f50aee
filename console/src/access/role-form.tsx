import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api, type Role } from '../api.ts'
import { may, useMe } from '../identity/me.ts'
import { useProof } from '../identity/step-up.tsx'
import { notifyDone } from '../shell/notify.ts'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { rolesQuery } from './roles-query.ts'

interface RoleFormProps {
  /** Null for a new one. */
  readonly edited: Role | null
  readonly done: () => void
}

/** A role's title and what it allows; nobody can give what he lacks. */
export function RoleForm({ edited, done }: RoleFormProps): ReactElement {
  const prove = useProof()
  const queryClient = useQueryClient()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: edited?.name ?? '', title: edited?.title ?? '', permissions: edited?.permissions ?? [] },
    validate: {
      title: filled('Enter a title'),
      name: (name) => (/^[a-z][a-z0-9-]*$/.test(name) ? null : 'Small letters, digits and hyphens, a letter first'),
    },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ name, title, permissions }) =>
      prove(() =>
        edited === null
          ? api.access.createRole({ body: { name, title, permissions } })
          : api.access.changeRole({ path: { name: edited.name }, body: { title, permissions } }),
      ),
    done: async ({ title }) => {
      notifyDone(`The role ${title} is kept.`)
      await queryClient.invalidateQueries({ queryKey: rolesQuery.queryKey })
      await queryClient.invalidateQueries({ queryKey: ['me'] })
      done()
    },
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <ProblemNotice error={problem} />
        {edited === null && (
          <TextInput
            key={form.key('name')}
            label="Name"
            description="How programs know it; it stays"
            {...form.getInputProps('name')}
          />
        )}
        <TextInput key={form.key('title')} label="Title" {...form.getInputProps('title')} />
        <Checkbox.Group key={form.key('permissions')} label="Allows" {...form.getInputProps('permissions')}>
          <PermissionBoxes />
        </Checkbox.Group>
        <Group>
          <Button type="submit" loading={pending}>
            Keep the role
          </Button>
          <Button variant="default" onClick={done}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function PermissionBoxes(): ReactElement {
  const me = useMe()
  const permissions = useQuery({
    queryKey: ['permissions'],
    queryFn: ({ signal }) => api.access.listPermissions({ signal }),
  })
  return (
    <QueryView query={permissions} rows={2}>
      {({ items }) => (
        <Stack gap="xs" mt="xs">
          {items.map(({ name, title }) => (
            <Checkbox key={name} value={name} label={title} description={name} disabled={!may(me, name)} />
          ))}
        </Stack>
      )}
    </QueryView>
  )
}
