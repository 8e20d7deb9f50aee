import { Alert, Button, Group } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { notifyProblem } from '../shell/notify.ts'
import { useMe } from './me.ts'

/** Stands above every page while an administrator acts in somebody's name. */
export function Impersonating(): ReactElement | null {
  const me = useMe()
  const router = useRouter()
  const queryClient = useQueryClient()
  const stop = useMutation({
    mutationFn: () => api.auth.stopImpersonating({}),
    onSuccess: async () => {
      await queryClient.invalidateQueries()
      router.history.push('/people')
    },
    onError: notifyProblem,
  })
  if (me == null || me.session.impersonatorId === null) return null
  return (
    <Alert color="yellow" role="status">
      <Group justify="space-between">
        <span>You act in the name of {me.user.name}. Every record names you both.</span>
        <Button size="xs" variant="default" loading={stop.isPending} onClick={() => stop.mutate()}>
          Stop
        </Button>
      </Group>
    </Alert>
  )
}
