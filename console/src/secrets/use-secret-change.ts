import { useMutation, useQueryClient } from '@tanstack/react-query'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { secretsKey } from './queries.ts'

/** One change without any value in it: says that it is done, and has all that is shown of secrets fetched anew. */
export function useSecretChange<Input = void>(change: (input: Input) => Promise<unknown>, done: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      if (done !== '') notifyDone(done)
      await queryClient.invalidateQueries({ queryKey: secretsKey })
    },
    onError: notifyProblem,
  })
}
