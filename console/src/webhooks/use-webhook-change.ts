import { useMutation, useQueryClient } from '@tanstack/react-query'
import { notifyDone, notifyProblem } from '../shell/notify.ts'

/** One change of an endpoint or of a delivery: says that it is done, and has all that is shown of webhooks fetched anew. */
export function useWebhookChange(change: () => Promise<unknown>, done: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      notifyDone(done)
      await queryClient.invalidateQueries({ queryKey: ['webhooks'] })
    },
    onError: notifyProblem,
  })
}
