import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { api } from '../../api.ts'
import { may, useMe } from '../../identity/me.ts'
import { ConfirmButton } from '../../shell/confirm-button.tsx'
import { GatedButton } from '../../shell/gated-button.tsx'
import { Panel } from '../../shell/panel.tsx'
import { ProblemNotice } from '../../shell/problem-notice.tsx'
import { useStep } from '../../shell/use-step.ts'
import { APPROVE, type FlagChange, needs } from '../more-queries.ts'
import { flagsKey } from '../queries.ts'

interface DecisionProps {
  readonly change: FlagChange
  readonly isOwn: boolean
}

/** Somebody else approves or rejects; whoever proposed it may take it back. */
export function Decision({ change, isOwn }: DecisionProps): ReactElement {
  return (
    <Panel title="Decide">
      <Stack gap="lg">
        {change.state !== 'failed' && <Verdict change={change} isOwn={isOwn} />}
        {isOwn && <TakeBack change={change} />}
        {change.state === 'failed' && !isOwn && <Text>Whoever proposed it can take it back or propose it again.</Text>}
      </Stack>
    </Panel>
  )
}

function Verdict({ change, isOwn }: DecisionProps): ReactElement {
  const [note, setNote] = useState('')
  const [fault, setFault] = useState<string>()
  const closed = useClosed(isOwn)
  const step = useStep<FlagChange>({ of: flagsKey })
  const { id, contentHash, state, isOutdated } = change
  const path = { id }
  const approve = (): void => {
    setFault(undefined)
    step.run(change.scheduledAt === null ? 'It is approved.' : 'It is approved, and waits for its hour.', () =>
      api.flags.approveChange({ path, body: { contentHash, ...(note.trim() === '' ? {} : { note: note.trim() }) } }),
    )
  }
  const reject = (): void => {
    setFault(note.trim() === '' ? 'Say why: whoever proposed it is told' : undefined)
    if (note.trim() !== '')
      step.run('It is rejected.', () => api.flags.rejectChange({ path, body: { note: note.trim() } }))
  }
  return (
    <Stack gap="md">
      <ProblemNotice error={step.problem} />
      {state === 'approved' && <Text>{approvedWords(change)}</Text>}
      {closed === undefined && (
        <Textarea
          label="Why"
          description="Needed to reject it; whoever proposed it is told."
          rows={2}
          maxLength={500}
          value={note}
          error={fault}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      )}
      <Group align="flex-start">
        {state === 'open' && (
          <GatedButton
            disabledReason={closed ?? (isOutdated ? 'It has to be proposed again first.' : undefined)}
            loading={step.pending}
            onClick={approve}
          >
            Approve
          </GatedButton>
        )}
        {closed === undefined && (
          <Button variant="default" loading={step.pending} onClick={reject}>
            Reject
          </Button>
        )}
      </Group>
    </Stack>
  )
}

function approvedWords({ approvedBy, environment }: FlagChange): string {
  return approvedBy === null
    ? `Nothing is to be approved${environment === null ? '' : ` in ${environment}`}: it is applied at its hour.`
    : 'It is applied at its hour. Until then it can still be rejected.'
}

function useClosed(isOwn: boolean): string | undefined {
  const me = useMe()
  if (isOwn) return 'You proposed it. Somebody else has to approve it.'
  return may(me, APPROVE) ? undefined : needs(APPROVE)
}

function TakeBack({ change }: { change: FlagChange }): ReactElement {
  const step = useStep<FlagChange>({ of: flagsKey })
  return (
    <Stack gap="sm">
      <ProblemNotice error={step.problem} />
      <ConfirmButton
        label="Take it back"
        question="Nobody can approve it any more."
        confirm="Take back"
        pending={step.pending}
        onConfirm={() =>
          step.run('The change is taken back.', () => api.flags.cancelChange({ path: { id: change.id } }))
        }
      />
    </Stack>
  )
}
