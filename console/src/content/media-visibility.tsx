import { Button, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api, type MediaDetail } from '../api.ts'
import { notifyDone } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { mediaKeys } from './media.ts'

const WORDS = {
  public: {
    now: 'Everybody who has an address of it sees it.',
    other: 'private',
    action: 'Make it private',
    done: 'It is private from now on.',
  },
  private: {
    now: 'Only who writes content sees it. Copies in shared caches end within five minutes; a browser may keep what it has seen.',
    other: 'public',
    action: 'Make it public',
    done: 'It is public again.',
  },
} as const

/** Who sees the file. */
export function MediaVisibility({ media: { id, visibility, mayChange } }: { media: MediaDetail }): ReactElement {
  const queryClient = useQueryClient()
  const { now, other, action, done } = WORDS[visibility]
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => api.files.setVisibility({ path: { id }, body: { visibility: other } }),
    onSuccess: async () => {
      notifyDone(done)
      await Promise.all(mediaKeys(id).map((queryKey) => queryClient.invalidateQueries({ queryKey })))
    },
  })
  return (
    <Panel title="Who sees it">
      <Stack gap="md">
        <ProblemNotice error={error} />
        <Text>{now}</Text>
        {mayChange && (
          <Button variant="default" loading={isPending} onClick={() => mutate()} style={{ alignSelf: 'flex-start' }}>
            {action}
          </Button>
        )}
      </Stack>
    </Panel>
  )
}
