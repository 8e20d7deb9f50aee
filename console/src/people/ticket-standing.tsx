import { Button, Group, NativeSelect, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { may, useMe } from '../identity/me.ts'
import { Facts } from '../shell/facts.tsx'
import { Panel } from '../shell/panel.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { When } from '../shell/when.tsx'
import { employeesQuery } from './queries.ts'
import type { StaffTicket } from './types.ts'
import { useChange } from './use-change.ts'
import { choices, priorities, ticketStates } from './words.ts'

type State = StaffTicket['state']

/** The steps that the server takes. */
const steps: Readonly<Record<State, readonly (readonly [State, string])[]>> = {
  open: [
    ['pending', 'Waits for the client'],
    ['resolved', 'Resolve'],
  ],
  pending: [
    ['open', 'Open again'],
    ['resolved', 'Resolve'],
  ],
  resolved: [
    ['open', 'Open again'],
    ['closed', 'Close'],
  ],
  closed: [],
}

/** State, promise and whose it is, and the steps that change them. */
export function TicketStanding({ ticket }: { ticket: StaffTicket }): ReactElement {
  const me = useMe()
  const { id, state, client, createdAt } = ticket
  const { label, tone } = ticketStates[state]
  const move = useChange(
    (to: State) => api.agency.moveTicket({ path: { id }, body: { expected: state, state: to } }),
    'The ticket is moved.',
  )
  return (
    <Panel title="Where it stands" aside={<StateBadge tone={tone}>{label}</StateBadge>}>
      <Stack>
        <Facts
          facts={[
            ['Client', client.email === null ? client.name : `${client.name}, ${client.email}`],
            ['Opened', <When key="opened" at={createdAt} />],
            [
              'Answer',
              <Promised key="answer" due={ticket.answerDueAt} at={ticket.answeredAt} late={ticket.answerLate} />,
            ],
            ['End', <Promised key="end" due={ticket.resolveDueAt} at={ticket.resolvedAt} late={ticket.resolveLate} />],
          ]}
        />
        {state !== 'closed' && (
          <Group align="flex-end">
            <Priority ticket={ticket} />
            {may(me, 'agency:tickets.view_all') && <Assignee ticket={ticket} />}
          </Group>
        )}
        <Group>
          {steps[state].map(([to, words]) => (
            <Button key={to} variant="default" disabled={move.isPending} onClick={() => move.mutate(to)}>
              {words}
            </Button>
          ))}
        </Group>
      </Stack>
    </Panel>
  )
}

/** A promise and whether it was kept. */
function Promised({ due, at, late }: { due: string; at: string | null; late: boolean }): ReactElement {
  return (
    <>
      {at === null ? 'due ' : 'given '}
      <When at={at ?? due} />
      {late && (
        <>
          {' '}
          <StateBadge tone="negative">Late</StateBadge>
        </>
      )}
    </>
  )
}

function Priority({ ticket: { id, priority } }: { ticket: StaffTicket }): ReactElement {
  const change = useChange(
    (to: StaffTicket['priority']) => api.agency.prioritiseTicket({ path: { id }, body: { priority: to } }),
    'The priority is changed, and what is due with it.',
  )
  return (
    <NativeSelect
      label="Priority"
      value={change.isPending ? change.variables : priority}
      disabled={change.isPending}
      onChange={(event) => change.mutate(event.currentTarget.value as StaffTicket['priority'])}
      data={choices(priorities)}
    />
  )
}

function Assignee({ ticket: { id, assignee } }: { ticket: StaffTicket }): ReactElement {
  const me = useMe()
  const employees = useQuery(employeesQuery)
  const change = useChange(
    (to: string) => api.agency.assignTicket({ path: { id }, body: { assigneeId: to === '' ? null : to } }),
    'The ticket has changed hands.',
  )
  const known = new Map<string, string>()
  if (me != null) known.set(me.user.id, `${me.user.name} (you)`)
  for (const one of employees.data?.items ?? [])
    if (one.state === 'active' && !known.has(one.id)) known.set(one.id, one.name)
  if (assignee !== null && !known.has(assignee.id)) known.set(assignee.id, assignee.name ?? 'Somebody who left')
  return (
    <NativeSelect
      label="Assigned to"
      value={change.isPending ? change.variables : (assignee?.id ?? '')}
      disabled={change.isPending}
      onChange={(event) => change.mutate(event.currentTarget.value)}
      data={[{ value: '', label: 'Nobody' }, ...[...known].map(([value, label]) => ({ value, label }))]}
    />
  )
}
