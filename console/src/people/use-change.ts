import { useMutation, useQueryClient } from '@tanstack/react-query'
import { notifyDone, notifyProblem } from '../shell/notify.ts'

/** A step on something of the staff: says how it ended, and has every list and page of theirs read again. */
export function useChange<Input = void>(change: (input: Input) => Promise<unknown>, message: string) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: () => notifyDone(message),
    onError: notifyProblem,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['staff'] }),
  })
}
