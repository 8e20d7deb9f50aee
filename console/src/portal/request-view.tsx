import { Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { Facts } from '../shell/facts.tsx'
import { moneyInWords } from '../shell/money.ts'
import { Panel } from '../shell/panel.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { When } from '../shell/when.tsx'
import { AddFile } from './add-file.tsx'
import { FileList } from './file-list.tsx'
import { HandedFile } from './handed-file.tsx'
import styles from './portal.module.css'
import { requestKey } from './queries.ts'
import { RequestSteps } from './request-steps.tsx'
import { Thread, WriteForm } from './thread.tsx'
import type { ClientRequest, Door } from './types.ts'
import { dayInWords, stageWords } from './words.ts'

interface RequestViewProps {
  readonly request: ClientRequest
  readonly door: Door
}

/** A request as its client sees it, with what they can do about it. */
export function RequestView({ request, door }: RequestViewProps): ReactElement {
  const { label, tone, meaning } = stageWords[request.stage]
  return (
    <Stack gap="xl">
      <Panel title="Where it stands" aside={<StateBadge tone={tone}>{label}</StateBadge>}>
        <Stack>
          <Text>{meaning}</Text>
          <RequestSteps request={request} door={door} />
        </Stack>
      </Panel>
      <Panel title="What you asked for">
        <Facts
          facts={[
            ['Reference', request.reference],
            ['Sent', <When key="sent" at={request.createdAt} />],
            ['Service', request.service],
            ['Budget', request.budget === null ? null : moneyInWords(request.budget)],
            ['Wanted by', request.desiredBy === null ? null : dayInWords(request.desiredBy)],
          ]}
        />
        <div className={styles.words}>{request.details}</div>
      </Panel>
      <Messages request={request} door={door} />
      <Files request={request} door={door} />
    </Stack>
  )
}

const over: readonly ClientRequest['stage'][] = ['completed', 'cancelled', 'rejected']

function Messages({ request, door }: RequestViewProps): ReactElement {
  const { reference, messages, stage } = request
  const queryClient = useQueryClient()
  return (
    <Panel title="Messages">
      <Thread label="Messages" messages={messages.map((one) => ({ ...one, at: one.sentAt }))} />
      {!over.includes(stage) && (
        <WriteForm
          label="Your message"
          send={(body) => api.agency.writeOnRequest({ path: { reference }, body: { body }, headers: door.headers })}
          done={() => queryClient.invalidateQueries({ queryKey: requestKey(reference) })}
        />
      )}
    </Panel>
  )
}

function Files({ request: { reference, files }, door }: RequestViewProps): ReactElement {
  const queryClient = useQueryClient()
  return (
    <Panel title="Files">
      <Stack>
        <FileList
          label="Files"
          files={files}
          action={(file) => (
            <HandedFile
              file={file}
              door={door}
              href={`/api/service-requests/${reference}/files/${file.id}`}
              fetch={(fileId) => api.agency.requestFile({ path: { reference, fileId }, headers: door.headers })}
            />
          )}
        />
        <AddFile
          door={door}
          send={(fileId) => api.agency.addRequestFile({ path: { reference }, body: { fileId }, headers: door.headers })}
          done={() => queryClient.invalidateQueries({ queryKey: requestKey(reference) })}
        />
      </Stack>
    </Panel>
  )
}
