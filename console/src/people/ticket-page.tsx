import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { AttachedFiles, FileLink } from '../files/attached-files.tsx'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { When } from '../shell/when.tsx'
import styles from './people.module.css'
import { staffTicketQuery } from './queries.ts'
import { AnswerTicket } from './ticket-answer.tsx'
import { TicketStanding } from './ticket-standing.tsx'
import type { StaffTicket } from './types.ts'

const route = getRouteApi('/ticket-staff/agency/tickets/$id')

export function TicketPage(): ReactElement {
  const { id } = route.useParams()
  const ticket = useQuery(staffTicketQuery(id))
  return (
    <Page
      title={ticket.data?.subject ?? 'Ticket'}
      eyebrow={<TextLink to="/agency/tickets">Tickets</TextLink>}
      lead={ticket.data?.reference}
      width="reading"
    >
      <QueryView query={ticket}>
        {(found) => (
          <Stack gap="xl">
            <TicketStanding ticket={found} />
            <Messages ticket={found} />
          </Stack>
        )}
      </QueryView>
    </Page>
  )
}

function Messages({ ticket }: { ticket: StaffTicket }): ReactElement {
  return (
    <Panel title="Messages">
      <Rows label="Messages">
        {ticket.messages.map(({ id, author, authorName, body, sentAt, internal, files }) => (
          <Row
            key={id}
            title={
              <>
                {author === 'client' ? ticket.client.name : (authorName ?? 'Somebody who left')}
                <span className={styles.when}>
                  <When at={sentAt} />
                </span>
              </>
            }
            detail={
              <>
                <div className={styles.words}>{body}</div>
                <AttachedFiles
                  files={files}
                  action={(file) => <FileLink file={file} href={`/api/staff/tickets/${ticket.id}/files/${file.id}`} />}
                />
              </>
            }
            aside={internal && <StateBadge tone="quiet">Among the staff</StateBadge>}
          />
        ))}
      </Rows>
      {ticket.state !== 'closed' && <AnswerTicket id={ticket.id} />}
    </Panel>
  )
}
