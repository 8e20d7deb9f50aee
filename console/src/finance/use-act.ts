import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { ProblemError } from '../api.ts'
import { notifyDone, notifyProblem } from '../shell/notify.ts'

/**
 * One thing that is done with money or an invoice: under one key until it is known what became of it, so that a second click or a lost answer does
 * it once. Says that it is done, and has all that is shown of money fetched anew.
 */
export function useAct<Answer>(act: (idempotencyKey: string) => Promise<Answer>, done: string) {
  const queryClient = useQueryClient()
  const key = useRef<string | null>(null)
  return useMutation({
    mutationFn: () => {
      key.current ??= crypto.randomUUID()
      return act(key.current)
    },
    onSuccess: async () => {
      key.current = null
      notifyDone(done)
      await queryClient.invalidateQueries({ queryKey: ['finance'] })
    },
    onError: (error) => {
      if (isAnswered(error)) key.current = null
      notifyProblem(error)
    },
  })
}

/** Whether the server has said no: what is asked next is asked anew. Otherwise nobody knows whether it was done. */
export function isAnswered(error: unknown): boolean {
  return error instanceof ProblemError && error.status >= 400 && error.status < 500
}
