import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { ConfirmButton } from '../../../shell/confirm-button.tsx'
import { notifyDone, notifyProblem } from '../../../shell/notify.ts'
import type { TradingImport } from '../../types.ts'
import { importsKey } from './queries.ts'

/** Leaves an import that brought nothing into the account, and removes its file. */
export function GiveUp({ batch }: { batch: TradingImport }): ReactElement {
  const client = useQueryClient()
  const navigate = useNavigate()
  const remove = useMutation({
    mutationFn: () => api.trading.deleteImport({ path: { id: batch.id } }),
    onSuccess: async () => {
      notifyDone('The import is given up.')
      await navigate({ to: '/trading/imports' })
      await client.invalidateQueries({ queryKey: importsKey })
    },
    onError: notifyProblem,
  })
  return (
    <ConfirmButton
      label="Give up this import"
      question="Nothing of it is in the account; the file is removed. Give it up?"
      confirm="Give it up"
      pending={remove.isPending}
      onConfirm={() => remove.mutate()}
    />
  )
}
