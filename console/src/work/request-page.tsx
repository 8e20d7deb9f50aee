import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { may, useMe } from '../identity/me.ts'
import { Facts } from '../shell/facts.tsx'
import { moneyInWords } from '../shell/money.ts'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { When } from '../shell/when.tsx'
import { Assignment } from './assignment.tsx'
import { requestKey, requestQuery } from './queries.ts'
import { QuotesOf } from './quotes-of.tsx'
import { StageMoves } from './stage-moves.tsx'
import { QUOTES, type ServiceRequest, VIEW_ALL } from './types.ts'
import { actorWords, eventWords, stageWords, visibilityWords } from './words.ts'
import styles from './work.module.css'
import { WorkFiles } from './work-files.tsx'
import { WriteForm } from './write-form.tsx'

const route = getRouteApi('/request-takers/agency/requests/$id')

export function RequestPage(): ReactElement {
  const { id } = route.useParams()
  const request = useQuery(requestQuery(id))
  return (
    <Page
      title={request.data?.title ?? 'Request'}
      eyebrow={<TextLink to="/agency/requests">Requests</TextLink>}
      lead={request.data && `${request.data.reference}, from ${request.data.client.name}`}
    >
      <QueryView query={request}>{(found) => <RequestView request={found} />}</QueryView>
    </Page>
  )
}

function RequestView({ request }: { request: ServiceRequest }): ReactElement {
  const me = useMe()
  const { label, tone } = stageWords[request.stage]
  return (
    <Stack gap="lg">
      <Panel title="Stage" aside={<StateBadge tone={tone}>{label}</StateBadge>}>
        <StageMoves request={request} />
      </Panel>
      <Panel title="What is asked for">
        <Text className={styles.words ?? ''}>{request.details}</Text>
        <Asked request={request} />
      </Panel>
      {may(me, VIEW_ALL) && (
        <Panel title="Assigned to">
          <Assignment request={request} />
        </Panel>
      )}
      <Messages request={request} />
      {may(me, QUOTES) && <QuotesOf whose={{ requestId: request.id }} />}
      <Panel title="Files">
        <WorkFiles
          files={request.files}
          urlOf={(fileId) => `/api/staff/requests/${request.id}/files/${fileId}`}
          queryKey={requestKey(request.id)}
          onAdd={(body) => api.agency.addFileToRequest({ path: { id: request.id }, body })}
        />
      </Panel>
      <Panel title="History">
        <History request={request} />
      </Panel>
    </Stack>
  )
}

function Asked({ request }: { request: ServiceRequest }): ReactElement {
  const { client } = request
  const seesClients = may(useMe(), VIEW_ALL)
  return (
    <Facts
      facts={[
        [
          'Client',
          seesClients ? (
            <TextLink key="client" to="/agency/clients/$id" params={{ id: client.id }}>
              {client.name}
            </TextLink>
          ) : (
            client.name
          ),
        ],
        ['Company', client.company],
        [
          'Address',
          client.email && (
            <a key="mail" href={`mailto:${client.email}`}>
              {client.email}
            </a>
          ),
        ],
        ['Service', request.service],
        ['Budget', request.budget && moneyInWords(request.budget)],
        ['Wanted by', request.desiredBy && <When key="wanted" at={request.desiredBy} show="day" />],
        ['Asked', <When key="asked" at={request.createdAt} />],
        ['Assigned to', request.assignee?.name ?? 'Nobody yet'],
      ]}
    />
  )
}

function Messages({ request }: { request: ServiceRequest }): ReactElement {
  const isOver = request.nextStages.length === 0
  return (
    <Panel title="Messages">
      <Stack gap="lg">
        {request.messages.length > 0 && (
          <Rows label="Messages">
            {request.messages.map((message) => (
              <Row
                key={message.id}
                title={<span className={styles.words}>{message.body}</span>}
                detail={
                  <>
                    {actorWords(message.author, message.authorName)}, <When at={message.sentAt} />
                  </>
                }
                aside={<StateBadge tone="quiet">{visibilityWords(message.visibility)}</StateBadge>}
              />
            ))}
          </Rows>
        )}
        {isOver ? (
          <p>The request is over; nobody writes to it any more.</p>
        ) : (
          <WriteForm
            label="Message"
            send="Send the message"
            queryKey={requestKey(request.id)}
            onSend={(body) => api.agency.answerRequest({ path: { id: request.id }, body })}
          />
        )}
      </Stack>
    </Panel>
  )
}

function History({ request }: { request: ServiceRequest }): ReactElement {
  return (
    <Rows label="History">
      {request.events.toReversed().map((event) => (
        <Row
          key={event.id}
          title={eventWords(event)}
          detail={
            <>
              {actorWords(event.actor, event.actorName)}, <When at={event.happenedAt} />
            </>
          }
          aside={<StateBadge tone="quiet">{visibilityWords(event.visibility)}</StateBadge>}
        />
      ))}
    </Rows>
  )
}
