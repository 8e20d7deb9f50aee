import { Button, Group, Stack, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { notifyDone } from '../shell/notify.ts'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { requestKey } from './queries.ts'
import type { ClientRequest, Door } from './types.ts'

type Action = 'cancel' | 'accept' | 'request_changes'

const done: Readonly<Record<Action, string>> = {
  cancel: 'The request is cancelled.',
  accept: 'Thank you: it is accepted.',
  request_changes: 'We change it, and tell you when it is ready.',
}

/** What the client may do at this stage; nothing where it is with the team. */
export function RequestSteps({ request, door }: { request: ClientRequest; door: Door }): ReactElement | null {
  const { reference, stage, nextStages } = request
  const [note, setNote] = useState('')
  const queryClient = useQueryClient()
  const act = useMutation({
    mutationFn: (action: Action) => {
      const said = note.trim() === '' ? {} : { note: note.trim() }
      const body = { action, expected: stage, ...said }
      return api.agency.actOnRequest({ path: { reference }, body, headers: door.headers })
    },
    onSuccess: (_, action) => {
      notifyDone(done[action])
      setNote('')
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: requestKey(reference) }),
  })
  if (nextStages.length === 0) return null
  return (
    <Stack>
      <ProblemNotice error={act.error} />
      {stage === 'customer_review' && (
        <>
          <Textarea
            label="Your words about it"
            description="Say what should change, if anything."
            rows={3}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
          <Group>
            <Button loading={act.isPending} onClick={() => act.mutate('accept')}>
              Accept what was made
            </Button>
            <Button variant="default" disabled={act.isPending} onClick={() => act.mutate('request_changes')}>
              Ask for changes
            </Button>
          </Group>
        </>
      )}
      {nextStages.includes('cancelled') && (
        <ConfirmButton
          label="Cancel this request"
          question="Nothing is made of it then. It cannot be taken up again."
          confirm="Cancel it"
          pending={act.isPending}
          onConfirm={() => act.mutate('cancel')}
        />
      )}
    </Stack>
  )
}
