import { useMutation, useQueryClient } from '@tanstack/react-query'
import { notifyDone } from '../shell/notify.ts'
import { appointmentsKey } from './queries.ts'
import type { Appointment } from './types.ts'

interface Sent {
  readonly done: string
  readonly send: () => Promise<Appointment>
}

/** One change of an appointment at a time; where it was refused, the appointment is read anew beside the reason. */
export function useAppointmentStep(onDone?: (appointment: Appointment) => unknown) {
  const queryClient = useQueryClient()
  const { mutate, isPending, error } = useMutation({
    mutationFn: ({ send }: Sent) => send(),
    onSuccess: async (appointment, { done }) => {
      notifyDone(done)
      await onDone?.(appointment)
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: appointmentsKey }),
  })
  return { run: (done: string, send: Sent['send']) => mutate({ done, send }), pending: isPending, problem: error }
}
