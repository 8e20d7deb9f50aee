import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api, type MediaItem } from '../api.ts'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { mediaListKey } from './media.ts'

/** Brings a deleted file back as it was. */
export function MediaRestore({ item: { id, filename } }: { item: MediaItem }): ReactElement {
  const queryClient = useQueryClient()
  const { mutate, isPending } = useMutation({
    mutationFn: () => api.content.restoreMedia({ path: { id } }),
    onError: notifyProblem,
    onSuccess: () => notifyDone(`${filename} is restored.`),
    onSettled: () => queryClient.invalidateQueries({ queryKey: mediaListKey }),
  })
  return (
    <Button size="xs" variant="default" loading={isPending} onClick={() => mutate()} aria-label={`Restore ${filename}`}>
      Restore
    </Button>
  )
}
