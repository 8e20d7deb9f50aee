import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { may, useMe } from '../identity/me.ts'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { Empty } from '../shell/empty.tsx'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { departmentsQuery } from './queries.ts'
import type { Department } from './types.ts'
import { useChange } from './use-change.ts'

export function DepartmentsPage(): ReactElement {
  const me = useMe()
  const departments = useQuery(departmentsQuery)
  const mayManage = may(me, 'agency:staff.manage')
  return (
    <Page title="Departments" eyebrow={<TextLink to="/agency/team">Team</TextLink>} width="reading">
      <Stack gap="xl">
        <QueryView query={departments}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title="None yet" hint="Add the first one below." />
            ) : (
              <Rows label="Departments">
                {items.map((one) => (
                  <DepartmentRow key={one.id} department={one} mayManage={mayManage} />
                ))}
              </Rows>
            )
          }
        </QueryView>
        {mayManage && <AddDepartment next={departments.data?.items.length ?? 0} />}
      </Stack>
    </Page>
  )
}

function DepartmentRow({ department, mayManage }: { department: Department; mayManage: boolean }): ReactElement {
  const { id, name } = department
  const [renaming, setRenaming] = useState(false)
  const remove = useChange(() => api.agency.removeDepartment({ path: { id } }), `${name} is removed.`)
  if (renaming) {
    return <Row title={<RenameDepartment department={department} onDone={() => setRenaming(false)} />} />
  }
  return (
    <Row
      title={name}
      aside={
        mayManage && (
          <>
            <Button variant="default" aria-label={`Rename ${name}`} onClick={() => setRenaming(true)}>
              Rename
            </Button>
            <ConfirmButton
              label={`Remove ${name}`}
              question="Only one that nobody belongs to is removed."
              confirm="Remove"
              pending={remove.isPending}
              onConfirm={() => remove.mutate()}
            />
          </>
        )
      }
    />
  )
}

interface NameFormProps {
  readonly label: string
  readonly action: string
  readonly name: string
  readonly send: (name: string) => Promise<unknown>
  readonly onDone: () => void
  readonly onLeave?: () => void
}

function NameForm({ label, action, name, send, onDone, onLeave }: NameFormProps): ReactElement {
  const queryClient = useQueryClient()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name },
    validate: { name: filled('Enter a name') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (values) => send(values.name),
    done: async () => {
      form.reset()
      await queryClient.invalidateQueries({ queryKey: ['staff'] })
      onDone()
    },
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <ProblemNotice error={problem} />
        <TextInput key={form.key('name')} label={label} maxLength={80} {...form.getInputProps('name')} />
        <Group>
          <Button type="submit" loading={pending}>
            {action}
          </Button>
          {onLeave !== undefined && (
            <Button variant="default" onClick={onLeave}>
              Leave it
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  )
}

function RenameDepartment({ department, onDone }: { department: Department; onDone: () => void }): ReactElement {
  const { id, name, sortOrder } = department
  return (
    <NameForm
      label={`New name of ${name}`}
      action="Rename"
      name={name}
      send={(written) => api.agency.changeDepartment({ path: { id }, body: { name: written, sortOrder } })}
      onDone={onDone}
      onLeave={onDone}
    />
  )
}

function AddDepartment({ next }: { next: number }): ReactElement {
  return (
    <Panel title="Add a department">
      <NameForm
        label="Name"
        action="Add"
        name=""
        send={(name) => api.agency.addDepartment({ body: { name, sortOrder: next } })}
        onDone={() => undefined}
      />
    </Panel>
  )
}
