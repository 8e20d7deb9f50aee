import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, type ReactElement, useEffect, useRef, useState } from 'react'
import { api, ProblemError } from '../../api.ts'
import { may, useMe } from '../../identity/me.ts'
import { ProblemNotice } from '../../shell/problem-notice.tsx'
import { useStep } from '../../shell/use-step.ts'
import { type FlagRevision, WRITE } from '../more-queries.ts'
import { flagsKey } from '../queries.ts'
import { revisionName, uncapped } from './revisions.tsx'

interface RollBackProps {
  readonly kind: 'flag' | 'segment'
  readonly target: string
  readonly revision: FlagRevision
  /** Of what the revision is of, as it stands; undefined when that is gone. */
  readonly version: number | undefined
  /** Whether it has to be proposed, for somebody to approve. */
  readonly isGuarded: boolean
}

/** What a revision left behind holds again, with a reason; proposed where that needs approval. */
export function RollBack(props: RollBackProps): ReactElement | null {
  const me = useMe()
  const [isAsking, setAsking] = useState(false)
  const { revision, version, isGuarded } = props
  if (!may(me, WRITE) || version === undefined || revision.after === null) return null
  if (isAsking) return <Reason {...props} version={version} onDone={() => setAsking(false)} />
  return (
    <Button
      variant="default"
      size="xs"
      h="auto"
      mih={30}
      py={4}
      style={{ justifySelf: 'start' }}
      styles={{ label: { whiteSpace: 'normal' } }}
      onClick={() => setAsking(true)}
    >
      {`${isGuarded ? 'Propose to roll back' : 'Roll back'} to ${uncapped(revisionName(revision))}`}
    </Button>
  )
}

interface ReasonProps extends RollBackProps {
  readonly version: number
  readonly onDone: () => void
}

function Reason({ kind, target, revision, version, isGuarded, onDone }: ReasonProps): ReactElement {
  const navigate = useNavigate()
  const [reason, setReason] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const rolled = useStep<unknown>({ of: flagsKey, onDone })
  const proposed = useStep<{ id: string }>({
    of: flagsKey,
    onDone: ({ id }) => navigate({ to: '/flags/changes/$id', params: { id } }),
  })
  useEffect(() => field.current?.focus(), [])
  const name = revisionName(revision)
  const path = { key: target }
  const asked = { revisionId: revision.id, reason: reason.trim() }
  const propose = (): void =>
    proposed.run('It is proposed: somebody else has to approve it.', () =>
      api.flags.proposeChange({ body: { target, baseVersion: version, ...asked } }),
    )
  const rollBack = (): void =>
    rolled.run(`What ${name} said holds again.`, () =>
      kind === 'segment'
        ? api.flags.rollbackSegment({ path, body: { version, ...asked } })
        : api.flags.rollback({ path, body: { version, ...asked } }),
    )
  const mustPropose = isGuarded || needsApproval(rolled.problem)
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (mustPropose) propose()
    else rollBack()
  }
  return (
    <form onSubmit={submit} aria-label={`Roll back to ${uncapped(name)}`}>
      <Stack gap="xs">
        <ProblemNotice error={proposed.problem ?? rolled.problem} />
        <TextInput
          ref={field}
          label="Why"
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group gap="xs">
          <Button type="submit" size="xs" loading={rolled.pending || proposed.pending}>
            {mustPropose ? 'Propose it' : 'Roll back'}
          </Button>
          <Button variant="default" size="xs" onClick={onDone}>
            Keep it
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function needsApproval(problem: Error | null): boolean {
  return problem instanceof ProblemError && problem.code === 'flags/needs-approval'
}
