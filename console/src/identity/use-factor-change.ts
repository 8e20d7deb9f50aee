import { useMutation, useQueryClient } from '@tanstack/react-query'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { useProof } from './step-up.tsx'

/** A change to what proves the person: asks for proof where the server wants it, and reads the page anew. */
export function useFactorChange<Input = void, Result = unknown>(
  change: (input: Input) => Promise<Result>,
  message: string,
  done: (result: Result) => void = () => undefined,
) {
  const prove = useProof()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (input: Input) => prove(() => change(input)),
    onSuccess: async (result) => {
      if (message !== '') notifyDone(message)
      done(result)
      for (const key of ['factors', 'trusted-devices', 'me']) await queryClient.invalidateQueries({ queryKey: [key] })
    },
    onError: notifyProblem,
  })
}
