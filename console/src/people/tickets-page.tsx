import { NativeSelect } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { Empty } from '../shell/empty.tsx'
import { Filters } from '../shell/filters.tsx'
import { Page } from '../shell/page.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { usePages } from '../shell/use-pages.ts'
import { When } from '../shell/when.tsx'
import { chosen } from './search.ts'
import type { TicketLine } from './types.ts'
import { choices, priorities, ticketStates } from './words.ts'

const route = getRouteApi('/ticket-staff/agency/tickets')

/** Tickets of clients, newest first, with what was promised. */
export function TicketsPage(): ReactElement {
  const filter = route.useSearch()
  const pages = usePages(['staff', 'tickets', filter], ({ cursor, signal }) =>
    api.agency.listTickets({ query: { ...filter, limit: 25, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  return (
    <Page title="Tickets" lead="What clients need help with, and by when they were promised an answer.">
      <TicketFilters />
      <PagedList
        pages={pages}
        empty={<Empty title="No tickets here" hint="Clients open them under Get help. Other filters may show some." />}
      >
        {(tickets) => (
          <Rows label="Tickets">
            {tickets.map((ticket) => (
              <TicketRow key={ticket.id} ticket={ticket} />
            ))}
          </Rows>
        )}
      </PagedList>
    </Page>
  )
}

function TicketFilters(): ReactElement {
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const choose = (key: keyof typeof filter, value: string): void => {
    void navigate({ search: (now) => chosen(now, key, value), replace: true })
  }
  return (
    <Filters label="Tickets">
      <NativeSelect
        label="State"
        value={filter.state ?? ''}
        onChange={(event) => choose('state', event.currentTarget.value)}
        data={choices(ticketStates, 'Any state')}
      />
      <NativeSelect
        label="Priority"
        value={filter.priority ?? ''}
        onChange={(event) => choose('priority', event.currentTarget.value)}
        data={choices(priorities, 'Any priority')}
      />
      <NativeSelect
        label="Assigned to"
        value={filter.assignee ?? ''}
        onChange={(event) => choose('assignee', event.currentTarget.value)}
        data={choices({ me: 'Me', nobody: 'Nobody' }, 'Anybody')}
      />
    </Filters>
  )
}

function TicketRow({ ticket }: { ticket: TicketLine }): ReactElement {
  const { id, reference, subject, client, priority, state, assignee, answeredAt, answerDueAt } = ticket
  const { label, tone } = ticketStates[state]
  const isOver = state === 'resolved' || state === 'closed'
  return (
    <Row
      title={
        <TextLink to="/agency/tickets/$id" params={{ id }}>
          {subject}
        </TextLink>
      }
      detail={
        <>
          {`${reference}, ${client.name}, ${assignee === null ? 'nobody’s' : (assignee.name ?? 'somebody who left')}`}
          {!isOver && answeredAt === null && (
            <>
              , answer due <When at={answerDueAt} />
            </>
          )}
        </>
      }
      aside={
        <>
          {(ticket.answerLate || ticket.resolveLate) && !isOver && <StateBadge tone="negative">Late</StateBadge>}
          {priority !== 'normal' && (
            <StateBadge tone={priority === 'low' ? 'quiet' : 'caution'}>{priorities[priority]}</StateBadge>
          )}
          <StateBadge tone={tone}>{label}</StateBadge>
        </>
      }
    />
  )
}
