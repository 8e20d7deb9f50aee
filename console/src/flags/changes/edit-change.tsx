import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import type { Condition } from '@plinth/sdk/flags'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useState } from 'react'
import { api } from '../../api.ts'
import { ZonedTimeInput } from '../../forms/zoned-time-field.tsx'
import { Panel } from '../../shell/panel.tsx'
import { ProblemNotice } from '../../shell/problem-notice.tsx'
import { fieldErrors } from '../../shell/problems.ts'
import { QueryView } from '../../shell/query-view.tsx'
import { useStep } from '../../shell/use-step.ts'
import { ConditionEditor } from '../conditions/condition-editor.tsx'
import { faultsBelow } from '../conditions/tree.ts'
import { type Draft, wantedOf } from '../draft.ts'
import { FaultList } from '../fault-list.tsx'
import { JsonInput } from '../json-input.tsx'
import type { FlagChange } from '../more-queries.ts'
import { flagQuery, flagsKey } from '../queries.ts'
import { Parts } from '../targeting-form.tsx'
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
  return 'An approval is of exactly what was read: after an edit it has to be read again.'
}

function Form({ change, onDone }: { change: FlagChange; onDone: () => void }): ReactElement {
  const [content, setContent] = useState(change.content)
  const [reason, setReason] = useState(change.reason)
  const [scheduledAt, setScheduledAt] = useState(change.scheduledAt ?? '')
  const step = useStep<FlagChange>({ of: flagsKey, onDone })
  const faults = placed(change, fieldErrors(step.problem))
  const save = (event: FormEvent): void => {
    event.preventDefault()
    if (content === undefined) return
    const { id, version, baseVersion, kind } = change
    const wanted = kind === 'targeting' ? wantedOf(content as Draft) : content
    const body = { version, ...proposalOf(change, { content: wanted, baseVersion, reason, scheduledAt }) }
    step.run('The proposal is said anew.', () => api.flags.editChange({ path: { id }, body }))
  }
  return (
    <form onSubmit={save} noValidate aria-label="Edit the proposal">
      <Stack gap="md">
        <ContentFields change={change} content={content} faults={faults} onChange={setContent} />
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
        {Object.keys(faults).length === 0 ? <ProblemNotice error={step.problem} /> : <FaultList faults={faults} />}
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

/** The server points into the content, or into the body that holds it. */
function placed({ kind }: FlagChange, faults: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const within = new RegExp(`^${kind}\\.?`)
  return Object.fromEntries(Object.entries(faults).map(([path, fault]) => [path.replace(within, ''), fault]))
}

interface ContentFieldsProps {
  readonly change: FlagChange
  readonly content: unknown
  readonly faults: Readonly<Record<string, string>>
  readonly onChange: (content: unknown) => void
}

function ContentFields({ change, content, faults, onChange }: ContentFieldsProps): ReactElement {
  if (change.kind === 'targeting')
    return <TargetingFields change={change} content={content} faults={faults} onChange={onChange} />
  if (change.kind === 'flag')
    return <JsonInput label="What is to hold" value={content as never} onChange={(json) => onChange(json)} />
  const segment = content as { readonly condition: Condition }
  return (
    <ConditionEditor
      label="Who is in it"
      value={segment.condition}
      faults={faultsBelow(faults, 'condition')}
      whenEmpty="Everybody is in it."
      onChange={(condition) => onChange({ ...segment, condition })}
    />
  )
}

function TargetingFields({ change, content, faults, onChange }: ContentFieldsProps): ReactElement {
  const flag = useQuery(flagQuery(change.target))
  const draft = content as Draft
  return (
    <QueryView query={flag}>
      {(read) => (
        <Parts
          flag={read}
          editing={{
            ...{ draft, faults, base: { environment: change.environment ?? '' } },
            setDraft: (next) => onChange(typeof next === 'function' ? next(draft) : next),
          }}
        />
      )}
    </QueryView>
  )
}
