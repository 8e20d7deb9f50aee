import { Button, Group, Select, Stack, TextInput } from '@mantine/core'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api, type Person, type PersonAccess as PersonAccessAnswer } from '../api.ts'
import { useProof } from '../identity/step-up.tsx'
import { Empty } from '../shell/empty.tsx'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { When } from '../shell/when.tsx'

const DAY_MS = 24 * 60 * 60 * 1000
const DURATIONS = [
  { value: '', label: 'For good' },
  { value: '1', label: 'A day' },
  { value: '7', label: 'A week' },
  { value: '30', label: '30 days' },
]

/** What a person is denied, whatever the roles grant. */
export function PersonDenials({ person, closed }: { person: Person; closed: boolean }): ReactElement {
  const access = useQuery({
    queryKey: ['people', person.id, 'access'],
    queryFn: ({ signal }) => api.access.getUserAccess({ path: { id: person.id }, signal }),
  })
  return (
    <Panel title="Denied">
      <Stack gap="lg">
        <QueryView query={access} rows={1}>
          {({ denials }) =>
            denials.length === 0 ? (
              <Empty title="Nothing" hint="A denial beats every grant." />
            ) : (
              <Rows label="Denied">
                {denials.map((denial) => (
                  <DenialRow key={denial.permission} person={person} denial={denial} closed={closed} />
                ))}
              </Rows>
            )
          }
        </QueryView>
        {!closed && <DenyForm person={person} />}
      </Stack>
    </Panel>
  )
}

interface DenialRowProps {
  readonly person: Person
  readonly denial: PersonAccessAnswer['denials'][number]
  readonly closed: boolean
}

function DenialRow({ person, denial, closed }: DenialRowProps): ReactElement {
  const { permission, reason, expiresAt } = denial
  const prove = useProof()
  const queryClient = useQueryClient()
  const lift = useMutation({
    mutationFn: () => prove(() => api.access.liftDenial({ path: { id: person.id, permission } })),
    onSuccess: async () => {
      notifyDone(`${permission} is denied no longer.`)
      await queryClient.invalidateQueries({ queryKey: ['people', person.id] })
    },
    onError: notifyProblem,
  })
  return (
    <Row
      title={permission}
      detail={
        <>
          {reason}
          {expiresAt !== null && (
            <>
              , until <When at={expiresAt} />
            </>
          )}
        </>
      }
      aside={
        closed ? undefined : (
          <Button
            size="xs"
            variant="default"
            aria-label={`Lift the denial of ${permission}`}
            loading={lift.isPending}
            onClick={() => lift.mutate()}
          >
            Lift
          </Button>
        )
      }
    />
  )
}

function DenyForm({ person }: { person: Person }): ReactElement {
  const prove = useProof()
  const queryClient = useQueryClient()
  const permissions = useQuery({
    queryKey: ['permissions'],
    queryFn: ({ signal }) => api.access.listPermissions({ signal }),
  })
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { permission: '', reason: '', days: '' },
    validate: { permission: filled('Choose a permission'), reason: filled('Say why') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ permission, reason, days }) => {
      const ends = days === '' ? {} : { expiresAt: new Date(Date.now() + Number(days) * DAY_MS).toISOString() }
      return prove(() => api.access.denyPermission({ path: { id: person.id, permission }, body: { reason, ...ends } }))
    },
    done: async (_, { permission }) => {
      notifyDone(`${person.name} is denied ${permission}.`)
      form.reset()
      await queryClient.invalidateQueries({ queryKey: ['people', person.id] })
    },
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <ProblemNotice error={problem} />
        <Select
          key={form.key('permission')}
          label="Permission to deny"
          data={permissions.data?.items.map(({ name, title }) => ({ value: name, label: title })) ?? []}
          searchable
          {...form.getInputProps('permission')}
        />
        <TextInput key={form.key('reason')} label="Why" {...form.getInputProps('reason')} />
        <Select
          key={form.key('days')}
          label="For how long"
          data={DURATIONS}
          allowDeselect={false}
          {...form.getInputProps('days')}
        />
        <Group>
          <Button type="submit" loading={pending}>
            Deny it
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
