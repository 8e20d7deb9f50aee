import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core'
import type { Condition } from '@plinth/sdk/flags'
import { type FormEvent, type ReactElement, useState } from 'react'
import { ProblemNotice } from '../../shell/problem-notice.tsx'
import { fieldErrors } from '../../shell/problems.ts'
import { ConditionEditor } from '../conditions/condition-editor.tsx'
import { faultsBelow } from '../conditions/tree.ts'

export interface SegmentContent {
  readonly title: string
  readonly description: string
  readonly condition: Condition
}

interface SegmentFormProps {
  readonly label: string
  readonly initial: SegmentContent
  /** Where it is made. */
  readonly asksForKey?: boolean
  readonly save: (content: SegmentContent) => string
  readonly step: { readonly pending: boolean; readonly problem: Error | null }
  readonly onSave: (said: SegmentContent & { readonly key: string; readonly reason: string }) => void
  readonly onLeave?: () => void
}

/** Who is in a segment, and why that is said. */
export function SegmentForm(props: SegmentFormProps): ReactElement {
  const { label, initial, asksForKey = false, save, step, onSave, onLeave } = props
  const [content, setContent] = useState(initial)
  const [key, setKey] = useState('')
  const [reason, setReason] = useState('')
  const [missing, setMissing] = useState<Readonly<Record<string, string>>>({})
  const faults = { ...fieldErrors(step.problem), ...missing }
  const say = (more: Partial<SegmentContent>): void => setContent({ ...content, ...more })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const found = missingIn(content.title, asksForKey ? key : undefined)
    setMissing(found)
    if (Object.keys(found).length === 0)
      onSave({ ...content, title: content.title.trim(), key: key.trim(), reason: reason.trim() })
  }
  return (
    <form onSubmit={submit} noValidate aria-label={label}>
      <Stack gap="md">
        <ProblemNotice error={step.problem} />
        <TextInput
          label="Title"
          maxLength={200}
          value={content.title}
          error={faults.title}
          onChange={(event) => say({ title: event.currentTarget.value })}
        />
        {asksForKey && (
          <TextInput
            label="Key"
            description="Rules name it by this; it stays."
            maxLength={120}
            value={key}
            error={faults.key}
            onChange={(event) => setKey(event.currentTarget.value)}
          />
        )}
        <Textarea
          label="Description"
          rows={2}
          maxLength={2000}
          value={content.description}
          error={faults.description}
          onChange={(event) => say({ description: event.currentTarget.value })}
        />
        <ConditionEditor
          label="Who is in it"
          value={content.condition}
          faults={faultsBelow(faults, 'condition')}
          whenEmpty="Everybody is in it."
          onChange={(condition) => say({ condition })}
        />
        <TextInput
          label="Why"
          description="For the history."
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Acts save={save(content)} pending={step.pending} onLeave={onLeave} />
      </Stack>
    </form>
  )
}

function missingIn(title: string, key: string | undefined): Readonly<Record<string, string>> {
  return {
    ...(title.trim() === '' ? { title: 'Enter a title' } : {}),
    ...(key?.trim() === '' ? { key: 'Enter a key' } : {}),
  }
}

interface ActsProps {
  readonly save: string
  readonly pending: boolean
  readonly onLeave: (() => void) | undefined
}

function Acts({ save, pending, onLeave }: ActsProps): ReactElement {
  return (
    <Group>
      <Button type="submit" loading={pending}>
        {save}
      </Button>
      {onLeave !== undefined && (
        <Button variant="default" onClick={onLeave}>
          Leave it
        </Button>
      )}
    </Group>
  )
}
