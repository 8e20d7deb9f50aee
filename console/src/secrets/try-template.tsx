import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api, type LeaseTemplate, type SecretLease } from '../api.ts'
import { useProof } from '../identity/step-up.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { secretsKey } from './queries.ts'

type Outcome = { readonly state: SecretLease['state'] } | { readonly problem: unknown }

/** Has an account made and removes it at once: shows that both can be done. Its password is looked at by nobody. */
export function TryTemplate({ template }: { template: LeaseTemplate }): ReactElement {
  const prove = useProof()
  const queryClient = useQueryClient()
  const [pending, setPending] = useState(false)
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  async function tryOut(): Promise<void> {
    setPending(true)
    setOutcome(null)
    try {
      const body = { template: template.path, ttlSeconds: Math.min(60, template.ttlSeconds) }
      const { id } = await prove(() => api.secrets.issueLease({ body }))
      const { state } = await api.secrets.revokeLease({ path: { id } })
      setOutcome({ state })
    } catch (problem) {
      setOutcome({ problem })
    } finally {
      setPending(false)
      await queryClient.invalidateQueries({ queryKey: secretsKey })
    }
  }
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed">
        An account is made and removed at once, as the template is saved now.
      </Text>
      {outcome !== null && 'problem' in outcome && <ProblemNotice error={outcome.problem} />}
      {outcome !== null && 'state' in outcome && (
        <Alert role="status" variant="outline" title={titleOf(outcome.state)}>
          {outcome.state === 'ended'
            ? 'An account was made and is gone again.'
            : 'It is tried again until it is done; the list of accounts says why.'}
        </Alert>
      )}
      <Group>
        <Button variant="default" loading={pending} onClick={() => void tryOut()}>
          Try the template
        </Button>
      </Group>
    </Stack>
  )
}

function titleOf(state: SecretLease['state']): string {
  return state === 'ended' ? 'It works' : 'The account was made, but could not be removed'
}
