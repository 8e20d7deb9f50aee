import { Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { Panel } from '../shell/panel.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { When } from '../shell/when.tsx'
import { HandedFile } from './handed-file.tsx'
import { ticketKey } from './queries.ts'
import { Thread, WriteForm } from './thread.tsx'
import type { ClientTicket, Door } from './types.ts'
import { ticketWords } from './words.ts'

/** A ticket as its client sees it. */
export function TicketView({ ticket, door }: { ticket: ClientTicket; door: Door }): ReactElement {
  const { reference, state, messages, createdAt } = ticket
  const { label, tone } = ticketWords[state]
  const queryClient = useQueryClient()
  return (
    <Panel title="Messages" aside={<StateBadge tone={tone}>{label}</StateBadge>}>
      <Stack>
        <Text c="dimmed" size="sm">
          Opened <When at={createdAt} />
        </Text>
        <Thread
          label="Messages"
          messages={messages.map((one) => ({ ...one, at: one.sentAt }))}
          fileAction={(file) => (
            <HandedFile
              file={file}
              door={door}
              href={`/api/tickets/${reference}/files/${file.id}`}
              fetch={(fileId) => api.agency.ticketFile({ path: { reference, fileId }, headers: door.headers })}
            />
          )}
        />
        {state === 'closed' ? (
          <Text>This ticket is closed. Open a new one if something is left.</Text>
        ) : (
          <WriteForm
            label="Your message"
            filesBy={door}
            send={(body, fileIds) =>
              api.agency.writeOnTicket({ path: { reference }, body: { body, fileIds }, headers: door.headers })
            }
            done={() => queryClient.invalidateQueries({ queryKey: ticketKey(reference) })}
          />
        )}
      </Stack>
    </Panel>
  )
}
