import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import { notifyDone } from './notify.ts'

interface Sent<Answer> {
  readonly done: string
  readonly send: () => Promise<Answer>
}

interface StepOptions<Answer> {
  /** What is read anew, also after a refusal: somebody else may have been there first. */
  readonly of: QueryKey
  readonly onDone?: (answer: Answer) => unknown
}

/** One change at a time. */
export interface Step<Answer> {
  readonly run: (done: string, send: () => Promise<Answer>) => void
  readonly pending: boolean
  readonly problem: Error | null
}

export function useStep<Answer>({ of, onDone }: StepOptions<Answer>): Step<Answer> {
  const queryClient = useQueryClient()
  const { mutate, isPending, error } = useMutation({
    mutationFn: ({ send }: Sent<Answer>) => send(),
    onSuccess: async (answer, { done }) => {
      notifyDone(done)
      await onDone?.(answer)
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: of }),
  })
  return { run: (done, send) => mutate({ done, send }), pending: isPending, problem: error }
}
