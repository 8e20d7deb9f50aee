import { Button, Code, Group, Stack, Switch, TextInput } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Switch.layer.css'
import { type FormEvent, type ReactElement, useState } from 'react'
import { api } from '../../api.ts'
import { may, useMe } from '../../identity/me.ts'
import { useProof } from '../../identity/step-up.tsx'
import { ConfirmButton } from '../../shell/confirm-button.tsx'
import { GatedButton } from '../../shell/gated-button.tsx'
import { Panel } from '../../shell/panel.tsx'
import { ProblemNotice } from '../../shell/problem-notice.tsx'
import { StateBadge } from '../../shell/state-badge.tsx'
import { type Step, useStep } from '../../shell/use-step.ts'
import { APPROVE, type FlagEnvironment, needs } from '../more-queries.ts'
import { flagsKey } from '../queries.ts'

interface EnvironmentProps {
  readonly environment: FlagEnvironment
}

/** One environment, with what may be said of it by somebody who has just proven who they are. */
export function EnvironmentPanel({ environment }: EnvironmentProps): ReactElement {
  const me = useMe()
  const step = useStep<unknown>({ of: flagsKey })
  const [isRenaming, setRenaming] = useState(false)
  const { key, title, isOwn, isBuiltIn, copiedFrom } = environment
  const closed = may(me, APPROVE) ? undefined : needs(APPROVE)
  return (
    <Panel title={title} aside={<Code>{key}</Code>}>
      <Stack gap="md">
        <ProblemNotice error={step.problem} />
        {isOwn && <StateBadge tone="positive">This installation evaluates it</StateBadge>}
        {copiedFrom !== null && <p>It began as a copy of {copiedFrom}.</p>}
        <ApprovalSwitch environment={environment} closed={closed} step={step} />
        {closed === undefined &&
          (isRenaming ? (
            <Rename environment={environment} onDone={() => setRenaming(false)} />
          ) : (
            <Group align="flex-start">
              <Button variant="default" aria-label={`Rename ${title}`} onClick={() => setRenaming(true)}>
                Rename
              </Button>
              {!isBuiltIn && <Remove environment={environment} step={step} />}
            </Group>
          ))}
      </Stack>
    </Panel>
  )
}

interface StepProps extends EnvironmentProps {
  readonly step: Step<unknown>
}

function ApprovalSwitch({ environment, closed, step }: StepProps & { closed: string | undefined }): ReactElement {
  const prove = useProof()
  const { key, title, needsApproval } = environment
  const say = (wanted: boolean): void =>
    step.run(wanted ? `Changes in ${title} need approval from now on.` : `Changes in ${title} need none.`, () =>
      prove(() => api.flags.changeEnvironment({ path: { key }, body: { needsApproval: wanted } })),
    )
  return (
    <Switch
      label="Changes need somebody else's approval"
      aria-label={`Changes need somebody else's approval: ${title}`}
      description={closed}
      checked={needsApproval}
      disabled={closed !== undefined || step.pending}
      onChange={(event) => say(event.currentTarget.checked)}
    />
  )
}

function Remove({ environment: { key, title, needsApproval }, step }: StepProps): ReactElement {
  if (needsApproval) {
    return (
      <GatedButton
        variant="default"
        disabledReason="Say first that its changes need no approval."
        onClick={() => undefined}
      >
        {`Remove ${title}`}
      </GatedButton>
    )
  }
  return (
    <ConfirmButton
      label={`Remove ${title}`}
      question="What flags serve there goes with it, and cannot be brought back."
      confirm="Remove"
      pending={step.pending}
      onConfirm={() => step.run(`${title} is gone.`, () => api.flags.removeEnvironment({ path: { key } }))}
    />
  )
}

function Rename({ environment: { key, title }, onDone }: EnvironmentProps & { onDone: () => void }): ReactElement {
  const prove = useProof()
  const [typed, setTyped] = useState(title)
  const step = useStep<unknown>({ of: flagsKey, onDone })
  const save = (event: FormEvent): void => {
    event.preventDefault()
    const body = { title: typed.trim() }
    step.run(`It is called ${body.title} now.`, () => prove(() => api.flags.changeEnvironment({ path: { key }, body })))
  }
  return (
    <form onSubmit={save} noValidate aria-label={`Rename ${title}`}>
      <Stack gap="sm">
        <ProblemNotice error={step.problem} />
        <TextInput
          label="Title"
          maxLength={100}
          data-autofocus
          value={typed}
          error={typed.trim() === '' ? 'Enter a title' : undefined}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Group>
          <Button type="submit" loading={step.pending} disabled={typed.trim() === ''}>
            Save
          </Button>
          <Button variant="default" onClick={onDone}>
            Keep it
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
