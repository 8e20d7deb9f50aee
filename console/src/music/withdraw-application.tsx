import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { type Application, api } from '../api.ts'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { notifyDone, notifyProblem } from '../shell/notify.ts'

const open: readonly Application['state'][] = ['draft', 'submitted', 'in_review', 'info_requested']

export function WithdrawApplication({ application }: { application: Application }): ReactElement | null {
  const queryClient = useQueryClient()
  const withdraw = useMutation({
    mutationFn: () => api.music.withdrawApplication({ path: { id: application.id } }),
    onSuccess: async () => {
      notifyDone('Your application is withdrawn.')
      await queryClient.invalidateQueries({ queryKey: ['applications'] })
    },
    onError: notifyProblem,
  })
  if (!open.includes(application.state)) return null
  return (
    <ConfirmButton
      label="Withdraw the application"
      question="It cannot be taken up again; you would start a new one."
      confirm="Yes, withdraw it"
      pending={withdraw.isPending}
      onConfirm={() => withdraw.mutate()}
    />
  )
}
