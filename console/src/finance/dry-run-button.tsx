import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import { api, type ReconRun } from '../api.ts'
import { useAct } from './use-act.ts'
import { providerInWords } from './words.ts'

/** Compares with a provider and keeps nothing of it but what was found. */
export function DryRunButton({ provider }: { provider: ReconRun['provider'] }): ReactElement {
  const start = useAct(
    (idempotencyKey) => api.payments.dryRun({ body: { provider }, idempotencyKey }),
    'The dry run is under way; what it finds stands under Runs.',
  )
  return (
    <Button
      size="xs"
      variant="default"
      aria-label={`Start a dry run: ${providerInWords(provider)}`}
      loading={start.isPending}
      onClick={() => start.mutate()}
    >
      Start a dry run
    </Button>
  )
}
