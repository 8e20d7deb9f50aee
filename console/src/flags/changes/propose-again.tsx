import { Button, Group, Stack, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../../api.ts'
import { Panel } from '../../shell/panel.tsx'
import { ProblemNotice } from '../../shell/problem-notice.tsx'
import { useStep } from '../../shell/use-step.ts'
import { Differences } from '../history/differences.tsx'
import type { FlagChange } from '../more-queries.ts'
import { flagsKey } from '../queries.ts'
import { rebased } from './rebase.ts'
import { proposalOf } from './said.ts'

interface ProposeAgainProps {
  readonly change: FlagChange
  readonly isOwn: boolean
}

/** The same wish said of what holds now, to be approved again; what others changed meanwhile stays as they have it. */
export function ProposeAgain({ change, isOwn }: ProposeAgainProps): ReactElement | null {
  const navigate = useNavigate()
  const step = useStep<{ id: string }>({
    of: flagsKey,
    onDone: ({ id }) => navigate({ to: '/flags/changes/$id', params: { id } }),
  })
  const { id, version, kind, before, content, standing, reason } = change
  if (standing === null) return null
  const wanted = rebased(before, content, standing.content)
  const isLate = change.scheduledAt !== null && new Date(change.scheduledAt) <= new Date()
  const scheduledAt = isLate ? '' : (change.scheduledAt ?? '')
  const proposal = proposalOf(change, { content: wanted, baseVersion: standing.version, reason, scheduledAt })
  return (
    <Panel title="Propose it again">
      <Stack gap="md">
        <Text>
          On what holds now it says this. What others changed meanwhile stays
          {isLate ? ', and as its hour has passed it is applied as soon as it is approved.' : '.'}
        </Text>
        <Differences label="What it says otherwise now" kind={kind} before={standing.content} after={wanted} />
        <ProblemNotice error={step.problem} />
        <Group>
          <Button
            loading={step.pending}
            onClick={() =>
              step.run('It is proposed again.', () =>
                isOwn
                  ? api.flags.editChange({ path: { id }, body: { version, ...proposal } })
                  : api.flags.proposeChange({ body: proposal }),
              )
            }
          >
            Propose on the newest version
          </Button>
        </Group>
      </Stack>
    </Panel>
  )
}
