import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { may, useMe } from '../identity/me.ts'
import { StepUp } from '../identity/step-up.tsx'
import { StaffInvitations } from '../organisations/staff-invitations.tsx'
import { Empty } from '../shell/empty.tsx'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { InviteEmployee } from './invite-employee.tsx'
import { employeesQuery } from './queries.ts'
import type { Employee } from './types.ts'

/** Who works here, and who is asked to. */
export function EmployeesPage(): ReactElement {
  const me = useMe()
  const employees = useQuery(employeesQuery)
  return (
    <Page title="Team" lead="Who works here, in the order of the public page." width="reading">
      <Stack gap="xl">
        <Panel title="People" aside={<TextLink to="/agency/departments">Departments</TextLink>}>
          <QueryView query={employees}>{({ items }) => <People employees={items} />}</QueryView>
        </Panel>
        {may(me, 'identity:invite') && (
          <StepUp>
            <Stack gap="xl">
              <InviteEmployee />
              <StaffInvitations />
            </Stack>
          </StepUp>
        )}
      </Stack>
    </Page>
  )
}

function People({ employees }: { employees: readonly Employee[] }): ReactElement {
  if (employees.length === 0) return <Empty title="Nobody yet" hint="Who accepts an invitation stands here." />
  return (
    <Rows label="People">
      {employees.map(({ id, name, position, department, state, visible }) => (
        <Row
          key={id}
          title={
            <TextLink to="/agency/team/$id" params={{ id }}>
              {name}
            </TextLink>
          }
          detail={department === null ? position : `${position}, ${department}`}
          aside={
            state === 'left' ? (
              <StateBadge tone="quiet">Has left</StateBadge>
            ) : (
              visible && <StateBadge tone="positive">Shown to the public</StateBadge>
            )
          }
        />
      ))}
    </Rows>
  )
}
