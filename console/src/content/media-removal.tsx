import { Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api, type MediaDetail } from '../api.ts'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { notifyDone } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { mediaListKey, mediaQuery } from './media.ts'

/** Deletes it, unless an entry has it: the server knows that best. */
export function MediaRemoval({ media: { id, filename } }: { media: MediaDetail }): ReactElement {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => api.content.removeMedia({ path: { id } }),
    onError: () => queryClient.invalidateQueries({ queryKey: mediaQuery(id).queryKey }),
    onSuccess: async () => {
      notifyDone(`${filename} is deleted.`)
      await navigate({ to: '/content/media' })
      queryClient.removeQueries({ queryKey: mediaQuery(id).queryKey })
      await queryClient.invalidateQueries({ queryKey: mediaListKey })
    },
  })
  return (
    <Panel>
      <Stack gap="md">
        <ProblemNotice error={error} />
        <ConfirmButton
          label="Delete this file"
          question="It can be restored for as long as the settings say, 30 days unless somebody changed that."
          confirm="Delete it"
          pending={isPending}
          onConfirm={() => mutate()}
        />
      </Stack>
    </Panel>
  )
}
