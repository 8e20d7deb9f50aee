import { Button, Checkbox, NativeSelect, NumberInput, Stack, Text, TextInput } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import '@mantine/core/styles/NumberInput.layer.css'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { may, useMe } from '../identity/me.ts'
import { StepUp, useProof } from '../identity/step-up.tsx'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { Facts } from '../shell/facts.tsx'
import { notifyDone } from '../shell/notify.ts'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { When } from '../shell/when.tsx'
import { departmentsQuery, employeesQuery } from './queries.ts'
import type { Employee } from './types.ts'
import { useChange } from './use-change.ts'

const route = getRouteApi('/team-viewers/agency/team/$id')

export function EmployeePage(): ReactElement {
  const { id } = route.useParams()
  const employees = useQuery({
    ...employeesQuery,
    select: ({ items }) => ({ found: items.find((one) => one.id === id) }),
  })
  return (
    <Page
      title={employees.data?.found?.name ?? 'Somebody of the team'}
      eyebrow={<TextLink to="/agency/team">Team</TextLink>}
      width="reading"
    >
      <QueryView query={employees}>
        {({ found }) =>
          found === undefined ? <Text>Nobody of the team is found here.</Text> : <View employee={found} />
        }
      </QueryView>
    </Page>
  )
}

function View({ employee }: { employee: Employee }): ReactElement {
  const me = useMe()
  const { id, email, position, department, headline, joinedAt, leftAt, state } = employee
  return (
    <Stack gap="xl">
      <Panel title="About">
        <Facts
          facts={[
            ['E-mail', email],
            ['Position', position],
            ['Department', department],
            ['In one line', headline],
            ['Since', <When key="since" at={joinedAt} show="day" />],
            ['Left', leftAt === null ? null : <When key="left" at={leftAt} show="day" />],
          ]}
        />
        {may(me, 'access:read') && (
          <Text mt="md">
            <TextLink to="/people/$id" params={{ id }}>
              Roles, grants and denials
            </TextLink>
          </Text>
        )}
      </Panel>
      {state === 'active' && may(me, 'agency:staff.manage') && (
        <>
          <Place key={employee.version} employee={employee} />
          {me?.user.id !== id && (
            <StepUp>
              <Ending employee={employee} />
            </StepUp>
          )}
        </>
      )}
    </Stack>
  )
}

function Place({ employee }: { employee: Employee }): ReactElement {
  const queryClient = useQueryClient()
  const departments = useQuery(departmentsQuery)
  const { id, version, departmentId, position, sortOrder, visible } = employee
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { departmentId: departmentId ?? '', position, sortOrder, visible },
    validate: { position: filled('Say what they do') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (values) => {
      const place = { ...values, departmentId: values.departmentId === '' ? null : values.departmentId }
      return api.agency.changeEmployee({ path: { id }, body: { version, ...place } })
    },
    done: async () => {
      notifyDone('It is saved.')
      await queryClient.invalidateQueries({ queryKey: employeesQuery.queryKey })
    },
  })
  return (
    <Panel title="Place in the team">
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemNotice error={problem} />
          <TextInput key={form.key('position')} label="Position" maxLength={120} {...form.getInputProps('position')} />
          {departments.data !== undefined && (
            <NativeSelect
              key={form.key('departmentId')}
              label="Department"
              data={[
                { value: '', label: 'None' },
                ...departments.data.items.map((one) => ({ value: one.id, label: one.name })),
              ]}
              {...form.getInputProps('departmentId')}
            />
          )}
          <NumberInput
            key={form.key('sortOrder')}
            label="Order on the page"
            description="The lowest stands first."
            min={0}
            max={10_000}
            allowDecimal={false}
            hideControls
            {...form.getInputProps('sortOrder')}
          />
          <Checkbox
            key={form.key('visible')}
            label="Shown to the public, with the profile they wrote"
            {...form.getInputProps('visible', { type: 'checkbox' })}
          />
          <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
            Save
          </Button>
        </Stack>
      </form>
    </Panel>
  )
}

function Ending({ employee: { id, name } }: { employee: Employee }): ReactElement {
  const prove = useProof()
  const end = useChange(() => prove(() => api.agency.endEmployment({ path: { id } })), `${name} has left.`)
  return (
    <Panel title="End of employment">
      <Stack>
        <Text size="sm">All roles are taken away, the profile is hidden, and what was theirs to do is nobody’s.</Text>
        <ConfirmButton
          label={`End the employment of ${name}`}
          question="It takes an invitation to come back."
          confirm="End it"
          pending={end.isPending}
          onConfirm={() => end.mutate()}
        />
      </Stack>
    </Panel>
  )
}
