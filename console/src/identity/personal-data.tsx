import { Button, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { useProof } from './step-up.tsx'

/** Taking the own data along, and leaving. */
export function PersonalData(): ReactElement {
  const prove = useProof()
  const take = useMutation({
    mutationFn: () => prove(() => api.auth.export({})),
    onSuccess: (data) => save(data),
    onError: notifyProblem,
  })
  const leave = useMutation({
    mutationFn: () => prove(() => api.auth.requestDeletion({})),
    onSuccess: () => notifyDone('A link is on its way to your address. Nothing is deleted before you follow it.'),
    onError: notifyProblem,
  })
  return (
    <Panel title="Your data">
      <Stack>
        <p>Everything this server keeps about you, as one file of JSON.</p>
        <Button
          variant="default"
          loading={take.isPending}
          onClick={() => take.mutate()}
          style={{ alignSelf: 'flex-start' }}
        >
          Download your data
        </Button>
        <ConfirmButton
          label="Delete your account"
          question="What names you is erased. It cannot be brought back."
          confirm="Mail me the link"
          pending={leave.isPending}
          onConfirm={() => leave.mutate()}
        />
      </Stack>
    </Panel>
  )
}

function save(data: unknown): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(data, null, 2)], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = 'my-data.json'
  link.click()
  URL.revokeObjectURL(url)
}
