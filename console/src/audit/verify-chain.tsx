import { Button, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { notifyProblem } from '../shell/notify.ts'
import { StateBadge } from '../shell/state-badge.tsx'

/** Walks the whole chain on the server and says where it breaks, if it does. */
export function VerifyChain(): ReactElement {
  const verify = useMutation({ mutationFn: () => api.audit.verify(), onError: notifyProblem })
  return (
    <Stack gap="xs" align="flex-end">
      <Button variant="default" loading={verify.isPending} onClick={() => verify.mutate()}>
        Verify the chain
      </Button>
      <div role="status">
        {verify.data !== undefined && (
          <StateBadge tone={verify.data.ok ? 'positive' : 'negative'}>
            {verify.data.ok
              ? `${verify.data.checked} records checked, none changed`
              : `Broken: ${verify.data.firstFault ?? 'the chain does not close'}`}
          </StateBadge>
        )}
      </div>
    </Stack>
  )
}
