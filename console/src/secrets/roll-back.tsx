import { useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api, type SecretDetail } from '../api.ts'
import { notifyDone } from '../shell/notify.ts'
import { secretsKey } from './queries.ts'
import { ReasonForm } from './reason-form.tsx'

interface RollBackProps {
  readonly secret: SecretDetail
  readonly former: SecretDetail['versions'][number]
  readonly onDone: () => void
}

export function RollBack({ secret, former, onDone }: RollBackProps): ReactElement {
  const queryClient = useQueryClient()
  async function send(reason: string): Promise<void> {
    await api.secrets.rollBack({ path: { id: secret.id }, body: { reason } })
    notifyDone(`Version ${former.number} is current again.`)
    onDone()
    await queryClient.invalidateQueries({ queryKey: secretsKey })
  }
  return (
    <ReasonForm
      label="Roll back"
      hint={`Version ${former.number} is current again at once; version ${secret.current} becomes the previous one.`}
      confirm={`Roll back to ${former.number}`}
      send={send}
      onCancel={onDone}
    />
  )
}
