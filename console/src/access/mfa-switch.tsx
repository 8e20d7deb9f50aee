import { Switch } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Switch.layer.css'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api, type Role } from '../api.ts'
import { useProof } from '../identity/step-up.tsx'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { rolesQuery } from './roles-query.ts'

/** Whether holders of a role must prove a second factor. */
export function MfaSwitch({ role, closed }: { role: Role; closed: string | undefined }): ReactElement {
  const prove = useProof()
  const queryClient = useQueryClient()
  const change = useMutation({
    mutationFn: (mfaRequired: boolean) =>
      prove(() => api.access.changeRole({ path: { name: role.name }, body: { mfaRequired } })),
    onSuccess: async (changed) => {
      notifyDone(changed.demandsMfa ? `${role.title} demands a second factor.` : `${role.title} demands none.`)
      await queryClient.invalidateQueries({ queryKey: rolesQuery.queryKey })
      await queryClient.invalidateQueries({ queryKey: ['me'] })
    },
    onError: notifyProblem,
  })
  return (
    <Switch
      label="Holders must prove a second factor"
      aria-label={`Holders must prove a second factor: ${role.title}`}
      description={closed}
      checked={role.demandsMfa}
      disabled={closed !== undefined || change.isPending}
      onChange={(event) => change.mutate(event.currentTarget.checked)}
    />
  )
}
