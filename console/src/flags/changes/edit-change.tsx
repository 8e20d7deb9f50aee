import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import type { Json } from '@plinth/sdk/flags'
import { type FormEvent, type ReactElement, useState } from 'react'
import { api } from '../../api.ts'
import { ZonedTimeInput } from '../../forms/zoned-time-field.tsx'
import { Panel } from '../../shell/panel.tsx'
import { ProblemNotice } from '../../shell/problem-notice.tsx'
import { fieldErrors } from '../../shell/problems.ts'
import { useStep } from '../../shell/use-step.ts'
import { JsonInput } from '../json-input.tsx'
import type { FlagChange } from '../more-queries.ts'
import { flagsKey } from '../queries.ts'
import { proposalOf } from './said.ts'
import { personWords } from './words.ts'

/** An own proposal, said anew before it is applied; approvals are of exactly what it said. */
export function EditChange({ change }: { change: FlagChange }): ReactElement {
  const [isOpen, setOpen] = useState(false)
  return (
    <Panel title="Edit the proposal">
      <Stack gap="md">
        <Text>{voidWords(change)}</Text>
        {isOpen ? (
          <Form change={change} onDone={() => setOpen(false)} />
        ) : (
          <Group>
            <Button variant="default" onClick={() => setOpen(true)}>
              Edit it
            </Button>
          </Group>
        )}
      </Stack>
    </Panel>
  )
}

function voidWords({ state, approvedBy }: FlagChange): string {
  if (state === 'approved' && approvedBy !== null)
    return `An edit voids the approval of ${personWords(approvedBy)}: it has to be approved again.`
  return 'An approval is of exactly what was read: whoever reads it now has to read it again after an edit.'
}

function Form({ change, onDone }: { change: FlagChange; onDone: () => void }): ReactElement {
  const [content, setContent] = useState<Json | undefined>(change.content as Json)
  const [reason, setReason] = useState(change.reason)
  const [scheduledAt, setScheduledAt] = useState(change.scheduledAt ?? '')
  const step = useStep<FlagChange>({ of: flagsKey, onDone })
  const faults = fieldErrors(step.problem)
  const save = (event: FormEvent): void => {
    event.preventDefault()
    if (content === undefined) return
    const { id, version, baseVersion } = change
    const body = { version, ...proposalOf(change, { content, baseVersion, reason, scheduledAt }) }
    step.run('The proposal is said anew.', () => api.flags.editChange({ path: { id }, body }))
  }
  return (
    <form onSubmit={save} noValidate aria-label="Edit the proposal">
      <Stack gap="md">
        <ProblemNotice error={step.problem} />
        {Object.entries(faults).map(([place, fault]) => (
          <Text key={place} size="sm" c="red">
            {place === '' ? fault : `${place.replaceAll('.', '/')}: ${fault}`}
          </Text>
        ))}
        <Textarea
          label="Why it is to change"
          rows={2}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <ZonedTimeInput
          label="When it is to be applied"
          description="Nothing chosen: as soon as it is approved."
          value={scheduledAt}
          error={faults.scheduledAt}
          onChange={setScheduledAt}
        />
        <JsonInput label="What is to hold" value={content} onChange={setContent} />
        <Group>
          <Button type="submit" loading={step.pending}>
            Say it anew
          </Button>
          <Button variant="default" onClick={onDone}>
            Leave it
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
