import { Button, Group, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { api, type SecretDetail } from '../api.ts'
import { useProof } from '../identity/step-up.tsx'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { notifyDone } from '../shell/notify.ts'
import { When } from '../shell/when.tsx'
import { secretsKey } from './queries.ts'
import { ReasonForm } from './reason-form.tsx'
import styles from './secrets.module.css'
import { useSecretChange } from './use-secret-change.ts'

/** Deleting, which can be taken back for a month, and destroying, which cannot. */
export function EndPanel({ secret }: { secret: SecretDetail }): ReactElement {
  const path = { id: secret.id }
  const [destroying, setDestroying] = useState(false)
  const remove = useSecretChange(() => api.secrets.delete({ path }), 'It is given to nobody any more.')
  const restore = useSecretChange(() => api.secrets.restore({ path }), 'It is back, with all its versions.')
  if (secret.deletedAt === null)
    return (
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          Programs that ask for it are refused at once. It can be brought back for 30 days.
        </Text>
        <ConfirmButton
          label="Delete the secret"
          question="Programs that use it stop working."
          confirm="Delete it"
          pending={remove.isPending}
          onConfirm={() => remove.mutate()}
        />
      </Stack>
    )
  return (
    <Stack gap="sm">
      <Text size="sm">
        Deleted <When at={secret.deletedAt} />
      </Text>
      <Group>
        <Button loading={restore.isPending} onClick={() => restore.mutate()}>
          Bring it back
        </Button>
        <Button variant="default" aria-expanded={destroying} onClick={() => setDestroying(!destroying)}>
          Destroy for good
        </Button>
      </Group>
      {destroying && (
        <div className={styles.inset}>
          <Destroy secret={secret} onCancel={() => setDestroying(false)} />
        </div>
      )}
    </Stack>
  )
}

function Destroy({ secret: { id, path }, onCancel }: { secret: SecretDetail; onCancel: () => void }): ReactElement {
  const prove = useProof()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  async function send(reason: string): Promise<void> {
    await prove(() => api.secrets.destroy({ path: { id }, body: { reason } }))
    notifyDone(`${path} is destroyed.`)
    await navigate({ to: '/secrets' })
    await queryClient.invalidateQueries({ queryKey: secretsKey })
  }
  return (
    <ReasonForm
      label="Destroy the secret"
      hint="Every version and the keys to them are removed. Nobody can bring them back."
      confirm="Destroy it for good"
      typed={path}
      send={send}
      onCancel={onCancel}
    />
  )
}
