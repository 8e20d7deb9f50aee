import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { FileLink } from '../files/attached-files.tsx'
import { notifyDone } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { When } from '../shell/when.tsx'
import { FileList } from './file-list.tsx'
import { projectKey } from './queries.ts'
import { Thread } from './thread.tsx'
import type { ClientProject, Deliverable } from './types.ts'
import { deliverableWords } from './words.ts'

interface DeliverableProps {
  readonly project: ClientProject
  readonly deliverable: Deliverable
}

/** Something that was made: what it is, its files, what was said about it, and the client's word on this round. */
export function DeliverablePanel({ project, deliverable }: DeliverableProps): ReactElement {
  const { id, title, description, state, round, sharedAt, decidedAt, files } = deliverable
  const { label, tone } = deliverableWords[state]
  const comments = project.comments.filter((one) => one.deliverableId === id)
  return (
    <Panel title={title} aside={<StateBadge tone={tone}>{label}</StateBadge>}>
      <Stack>
        {description !== '' && <Text>{description}</Text>}
        <Text size="sm" c="dimmed">
          Round {round}
          {sharedAt !== null && (
            <>
              , shared <When at={sharedAt} />
            </>
          )}
          {decidedAt !== null && (
            <>
              , answered <When at={decidedAt} />
            </>
          )}
        </Text>
        <FileList
          label={`Files of ${title}`}
          files={files}
          action={(file) => (
            <FileLink file={file} href={`/api/portal/projects/${project.id}/files/${file.id}?deliverableId=${id}`} />
          )}
        />
        {comments.length > 0 && (
          <Thread label={`About ${title}`} messages={comments.map((one) => ({ ...one, at: one.writtenAt }))} />
        )}
        {state === 'shared' && <Decide project={project} deliverable={deliverable} />}
      </Stack>
    </Panel>
  )
}

type Decision = 'accepted' | 'revision_requested'

function Decide({ project, deliverable: { id: deliverableId, title, round } }: DeliverableProps): ReactElement {
  const [note, setNote] = useState('')
  const queryClient = useQueryClient()
  const decide = useMutation({
    mutationFn: (decision: Decision) => {
      const said = note.trim() === '' ? {} : { note: note.trim() }
      return api.agency.decideDeliverable({
        path: { id: project.id, deliverableId },
        body: { decision, round, ...said },
      })
    },
    onSuccess: (_, decision) =>
      notifyDone(decision === 'accepted' ? `${title} is accepted.` : 'We revise it, and tell you when it is ready.'),
    onSettled: () => queryClient.invalidateQueries({ queryKey: projectKey(project.id) }),
  })
  return (
    <Stack>
      <ProblemNotice error={decide.error} />
      <Textarea
        label={`Your words about ${title}`}
        description="For a revision: say what should be different."
        rows={3}
        maxLength={8000}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <Group>
        <Button aria-label={`Accept ${title}`} loading={decide.isPending} onClick={() => decide.mutate('accepted')}>
          Accept
        </Button>
        <Button variant="default" disabled={decide.isPending} onClick={() => decide.mutate('revision_requested')}>
          Ask for a revision
        </Button>
      </Group>
    </Stack>
  )
}
