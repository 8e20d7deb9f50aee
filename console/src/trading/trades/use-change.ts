import { useMutation, useQueryClient } from '@tanstack/react-query'
import { notifyDone, notifyProblem } from '../../shell/notify.ts'
import { tradingKey } from '../queries.ts'

interface Change<Input, Answer> {
  readonly change: (input: Input) => Promise<Answer>
  readonly done: string | ((answer: Answer) => string)
  readonly then?: (answer: Answer) => unknown
}

/** One change of what trading knows: says that it is done, and has all that is shown of it fetched anew. */
export function useChange<Input, Answer>({ change, done, then }: Change<Input, Answer>) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: change,
    async onSuccess(answer) {
      notifyDone(typeof done === 'string' ? done : done(answer))
      await queryClient.invalidateQueries({ queryKey: tradingKey })
      await then?.(answer)
    },
    onError: notifyProblem,
  })
}
