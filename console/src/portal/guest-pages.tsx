import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { Page } from '../shell/page.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { EnterPortal } from './enter-portal.tsx'
import { GuestDoor } from './guest-door.tsx'
import { requestQuery, ticketQuery } from './queries.ts'
import { RequestView } from './request-view.tsx'
import { TicketView } from './ticket-view.tsx'
import type { Door } from './types.ts'

interface OpenedProps {
  readonly reference: string
  readonly door: Door
  readonly secret: string
}

/** Where mails about a request lead those without an account. */
export function GuestRequestPage(): ReactElement {
  return <GuestDoor kind="request">{(opened) => <OpenedRequest {...opened} />}</GuestDoor>
}

function OpenedRequest({ reference, door, secret }: OpenedProps): ReactElement {
  const request = useQuery(requestQuery(reference, door))
  return (
    <Page title={request.data?.title ?? 'Your request'} eyebrow={reference} width="reading">
      <Stack gap="xl">
        <EnterPortal secret={secret} />
        <QueryView query={request}>{(found) => <RequestView request={found} door={door} />}</QueryView>
      </Stack>
    </Page>
  )
}

/** Where mails about a ticket lead those without an account. */
export function GuestTicketPage(): ReactElement {
  return (
    <GuestDoor kind="ticket">{({ reference, door }) => <OpenedTicket reference={reference} door={door} />}</GuestDoor>
  )
}

function OpenedTicket({ reference, door }: Omit<OpenedProps, 'secret'>): ReactElement {
  const ticket = useQuery(ticketQuery(reference, door))
  return (
    <Page title={ticket.data?.subject ?? 'Your ticket'} eyebrow={reference} width="reading">
      <QueryView query={ticket}>{(found) => <TicketView ticket={found} door={door} />}</QueryView>
    </Page>
  )
}
