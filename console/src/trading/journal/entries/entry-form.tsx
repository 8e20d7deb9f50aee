import { Button, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type ReactElement, useRef } from 'react'
import { api } from '../../../api.ts'
import { UnsavedGuard } from '../../../forms/unsaved-guard.tsx'
import { useFormSubmit } from '../../../shell/use-form-submit.ts'
import styles from '../journal.module.css'
import { entryKey } from '../queries.ts'
import { SaveProblem } from '../stale-notice.tsx'
import type { Entry } from '../types.ts'
import { EntryFields } from './entry-fields.tsx'
import { type EntryValues, inputOf, joined, valuesOf } from './entry-values.ts'
import { TheirEntry } from './their-entry.tsx'

/** What a form begins with: as it was saved, and what stands in it before anything is typed. */
export interface Begun {
  readonly saved: EntryValues
  readonly values: EntryValues
  readonly version: number
}

interface EntryFormProps {
  /** Null for one that is not there yet. */
  readonly id: string | null
  readonly begun: Begun
  readonly create?: (input: ReturnType<typeof inputOf>) => Promise<Entry>
  readonly onSaved: (entry: Entry) => unknown
  /** Starts over with other values. */
  readonly onBegin?: (begun: Begun) => void
}

/** An entry is saved over the version it was read at; what another window wrote in between is shown first. */
export function EntryForm({ id, begun, create, onSaved, onBegin }: EntryFormProps): ReactElement {
  const onTopOf = useRef(begun.version)
  const form = useForm<EntryValues>({ mode: 'controlled', initialValues: begun.values })
  // What was joined from two windows is not saved by being shown.
  const isJoined = useRef(begun.values !== begun.saved)
  const isDirty = (): boolean => form.isDirty() || isJoined.current
  const { submit, pending, problem } = useFormSubmit({
    form,
    placeOf: (path) => path.replace(/^fileIds\b/, 'pictures'),
    send: (values) => {
      const input = inputOf(values)
      if (id !== null)
        return api.trading.saveJournalEntry({ path: { id }, body: { ...input, version: onTopOf.current } })
      return (create as NonNullable<typeof create>)(input)
    },
    done: async (saved, values) => {
      onTopOf.current = saved.version
      isJoined.current = false
      form.resetDirty(values)
      await onSaved(saved)
    },
  })
  const beginWith = (theirs: Entry, values: EntryValues): void =>
    onBegin?.({ saved: valuesOf(theirs), values, version: theirs.version })
  return (
    <form onSubmit={submit} noValidate aria-label="Entry">
      <UnsavedGuard isDirty={isDirty} />
      <Stack gap="lg">
        <SaveProblem
          problem={problem}
          name={entryKey(id ?? '')}
          read={(signal) => api.trading.getJournalEntry({ path: { id: id ?? '' }, signal })}
          onKeepMine={({ version }) => {
            onTopOf.current = version
            submit()
          }}
          onTakeTheirs={(theirs) => {
            const values = valuesOf(theirs)
            onBegin?.({ saved: values, values, version: theirs.version })
          }}
          more={(theirs) => (
            <Button
              size="xs"
              variant="default"
              onClick={() => beginWith(theirs, joined(form.getValues(), valuesOf(theirs)))}
            >
              Put the other below it
            </Button>
          )}
        >
          {(theirs) => <TheirEntry entry={theirs} />}
        </SaveProblem>
        <EntryFields form={form} />
        <div className={styles.save}>
          <Button type="submit" loading={pending}>
            Save the entry
          </Button>
        </div>
      </Stack>
    </form>
  )
}
