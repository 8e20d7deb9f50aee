import { Button, Group, SegmentedControl, Stack, TextInput } from '@mantine/core'
import '@mantine/core/styles/FloatingIndicator.layer.css'
import '@mantine/core/styles/SegmentedControl.layer.css'
import type { Context, Json } from '@plinth/sdk/flags'
import { type FormEvent, type ReactElement, useState } from 'react'
import { EnvironmentSelect } from '../environment-select.tsx'
import { JsonInput } from '../json-input.tsx'
import { AttributeRows } from './attribute-rows.tsx'
import { type AttributeRow, contextOf, rowsOf } from './context.ts'
import { SampleBar } from './sample-bar.tsx'

interface CallerFormProps {
  readonly environment: string
  /** What the rules look at. */
  readonly attributes: readonly string[]
  readonly pending: boolean
  readonly onEnvironment: (environment: string) => void
  readonly onAsk: (context: Context) => void
}

/** Rows are written as JSON and JSON as rows; what stands in front is what is asked. */
interface Draft {
  readonly shown: 'rows' | 'json'
  readonly targetingKey: string
  readonly rows: readonly AttributeRow[]
  readonly json: Context | undefined
}

/** Who asks: where, by what key, and what they say of themselves. */
export function CallerForm(props: CallerFormProps): ReactElement {
  const { environment, attributes, pending, onEnvironment, onAsk } = props
  const [times, setTimes] = useState(0)
  const [draft, setDraft] = useState<Draft>(() => ({
    ...{ shown: 'rows', targetingKey: '', json: {} },
    rows: attributes.map((name) => ({ name, text: '' })),
  }))
  const context = draft.shown === 'rows' ? contextOf(draft.targetingKey, draft.rows) : draft.json
  const take = (chosen: Context): void => {
    setDraft({ ...draft, targetingKey: chosen.targetingKey ?? '', rows: rowsOf(chosen), json: chosen })
    setTimes(times + 1)
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (context !== undefined) onAsk(context)
  }
  return (
    <form onSubmit={submit} noValidate aria-label="Who asks">
      <Stack gap="md">
        <SampleBar context={context} onTake={take} />
        <EnvironmentSelect value={environment} onChange={onEnvironment} />
        <SegmentedControl
          aria-label="Written as"
          value={draft.shown}
          data={[
            { value: 'rows', label: 'Fields' },
            { value: 'json', label: 'JSON' },
          ]}
          onChange={(shown) => setDraft(turned(draft, shown))}
        />
        {draft.shown === 'rows' ? (
          <>
            <TextInput
              label="Targeting key"
              description="Who they are: what shares and splits are dealt out by."
              value={draft.targetingKey}
              onChange={(event) => setDraft({ ...draft, targetingKey: event.currentTarget.value })}
            />
            <AttributeRows key={times} rows={draft.rows} onChange={(rows) => setDraft({ ...draft, rows })} />
          </>
        ) : (
          <JsonInput
            key={times}
            label="What they say of themselves"
            value={draft.json as Json | undefined}
            error={isMap(draft.json) ? undefined : 'Write an object: {"targetingKey": "ada"}'}
            onChange={(json) => setDraft({ ...draft, json: isMap(json) ? json : undefined })}
          />
        )}
        <Group>
          <Button type="submit" loading={pending}>
            Ask
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function turned(draft: Draft, shown: string): Draft {
  if (shown === 'json') return { ...draft, shown, json: contextOf(draft.targetingKey, draft.rows) }
  const { json = {} } = draft
  const key = json.targetingKey
  return { ...draft, shown: 'rows', targetingKey: typeof key === 'string' ? key : '', rows: rowsOf(json) }
}

function isMap(value: unknown): value is Context {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
