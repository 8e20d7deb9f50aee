import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { Page } from '../shell/page.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { requestQuery, ticketQuery } from './queries.ts'
import { RequestView } from './request-view.tsx'
import { TicketView } from './ticket-view.tsx'
import { ownDoor } from './types.ts'

const requestRoute = getRouteApi('/portal/portal/requests/$reference')
const ticketRoute = getRouteApi('/portal/portal/tickets/$reference')

export function OwnRequestPage(): ReactElement {
  const { reference } = requestRoute.useParams()
  const request = useQuery(requestQuery(reference, ownDoor))
  return (
    <Page
      title={request.data?.title ?? 'Your request'}
      eyebrow={<TextLink to="/portal">Your portal</TextLink>}
      width="reading"
    >
      <QueryView query={request}>{(found) => <RequestView request={found} door={ownDoor} />}</QueryView>
    </Page>
  )
}

export function OwnTicketPage(): ReactElement {
  const { reference } = ticketRoute.useParams()
  const ticket = useQuery(ticketQuery(reference, ownDoor))
  return (
    <Page
      title={ticket.data?.subject ?? 'Your ticket'}
      eyebrow={<TextLink to="/portal">Your portal</TextLink>}
      lead={reference}
      width="reading"
    >
      <QueryView query={ticket}>{(found) => <TicketView ticket={found} door={ownDoor} />}</QueryView>
    </Page>
  )
}
