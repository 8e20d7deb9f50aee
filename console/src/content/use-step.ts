import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ContentType, EntryStatus } from '../api.ts'
import { notifyDone } from '../shell/notify.ts'
import { listKey } from './queries.ts'

/** One change of where an entry stands, at a time. */
export interface Step {
  readonly run: (done: string, send: () => Promise<EntryStatus>) => void
  readonly pending: boolean
  readonly problem: Error | null
}

export function useStep(type: ContentType['name'], onStatus: (status: EntryStatus) => void): Step {
  const queryClient = useQueryClient()
  const { mutate, isPending, error } = useMutation({
    mutationFn: ({ send }: { done: string; send: () => Promise<EntryStatus> }) => send(),
    onSuccess: async (status, { done }) => {
      onStatus(status)
      notifyDone(done)
      await queryClient.invalidateQueries({ queryKey: listKey(type) })
    },
  })
  return { run: (done, send) => mutate({ done, send }), pending: isPending, problem: error }
}
