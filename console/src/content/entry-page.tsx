import { Button, Stack } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactElement, useMemo, useRef, useState } from 'react'
import type { ContentType } from '../api.ts'
import { isConflict } from '../changed-since.ts'
import { fieldPath } from '../forms/faults.ts'
import { useSchemaForm } from '../forms/schema-form.ts'
import { FormSourcesProvider } from '../forms/sources.ts'
import { UnsavedGuard } from '../forms/unsaved-guard.tsx'
import { GatedButton } from '../shell/gated-button.tsx'
import { notifyDone } from '../shell/notify.ts'
import { Page } from '../shell/page.tsx'
import { LoadingRows } from '../shell/paged-list.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { useFormSubmit } from '../shell/use-form-submit.ts'
import styles from './content.module.css'
import { callsOf, type Entry } from './entry-calls.ts'
import { EntryConflict } from './entry-conflict.tsx'
import { EntryFields, writtenIn } from './entry-fields.tsx'
import { entrySchema } from './entry-schema.ts'
import { EntryStanding } from './entry-standing.tsx'
import { closedBy, LockNotice } from './lock-notice.tsx'
import { entryKey, entryQuery, listKey, typesQuery, versionsKey } from './queries.ts'
import { contentSources } from './sources.ts'
import { useEditLock } from './use-edit-lock.ts'
import { WithType } from './with-type.tsx'
import { languageWords, pluralLabel } from './words.ts'

const route = getRouteApi('/content-writers/content/$type/$id')

export function EntryPage(): ReactElement {
  const { type, id } = route.useParams()
  return (
    <WithType key={id} name={type}>
      {(known) => <EntryOf type={known} id={id} />}
    </WithType>
  )
}

function EntryOf({ type, id }: { type: ContentType; id: string }): ReactElement {
  const entry = useQuery(entryQuery(type, id))
  const [begun, begin] = useState<{ entry: Entry; round: number } | null>(null)
  const shown = begun?.entry ?? entry.data
  return (
    <Page
      title={shown?.title ?? type.label}
      eyebrow={
        <TextLink to="/content/$type" params={{ type: type.name }}>
          {pluralLabel(type)}
        </TextLink>
      }
      {...(type.locales.length > 1 && shown !== undefined ? { lead: languageWords(shown.locale) } : {})}
    >
      <QueryView query={entry}>
        {(read) =>
          entry.isFetchedAfterMount ? (
            <EntryEditor
              key={begun?.round ?? 0}
              type={type}
              first={begun?.entry ?? read}
              onBeginWith={(theirs) => begin({ entry: theirs, round: (begun?.round ?? 0) + 1 })}
            />
          ) : (
            <LoadingRows />
          )
        }
      </QueryView>
    </Page>
  )
}

interface EntryEditorProps {
  readonly type: ContentType
  readonly first: Entry
  /** Starts over with what somebody else has saved. */
  readonly onBeginWith: (entry: Entry) => void
}

function EntryEditor({ type, first, onBeginWith }: EntryEditorProps): ReactElement {
  const editing = useEditLock(type.name, first.id)
  const { data } = useQuery(typesQuery)
  const sources = useMemo(() => contentSources(data?.items ?? [], first.locale), [data, first.locale])
  const { form, entries, base, setBase, submit, pending, problem, saveOnTopOf } = useEntryForm(type, first)
  const isDirty = form.isDirty()
  return (
    <FormSourcesProvider value={sources}>
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <div className={styles.sides}>
        <form onSubmit={submit} noValidate aria-label={type.label}>
          <Stack gap="lg">
            <LockNotice {...editing} />
            {isConflict(problem) ? (
              <EntryConflict type={type} base={base} onKeepMine={saveOnTopOf} onTakeTheirs={onBeginWith} />
            ) : (
              <ProblemNotice error={problem} />
            )}
            <EntryFields type={type} form={form} entries={entries} />
            <div className={styles.save}>
              <SaveButton
                pending={pending}
                isDirty={isDirty}
                closed={closedBy(editing)}
                trashed={base.trashedAt !== null}
              />
            </div>
          </Stack>
        </form>
        <EntryStanding
          type={type}
          entry={base}
          isDirty={isDirty}
          onStatus={(status) => setBase((was) => ({ ...was, ...status }))}
        />
      </div>
    </FormSourcesProvider>
  )
}

interface SaveButtonProps {
  readonly pending: boolean
  readonly isDirty: boolean
  readonly closed: string | undefined
  readonly trashed: boolean
}

function SaveButton({ pending, isDirty, closed, trashed }: SaveButtonProps): ReactElement {
  const reason = trashed ? 'It is in the trash' : (closed ?? (isDirty ? undefined : 'Nothing was changed'))
  if (reason === undefined) {
    return (
      <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
        Save
      </Button>
    )
  }
  return (
    <GatedButton disabledReason={reason} onClick={() => undefined}>
      Save
    </GatedButton>
  )
}

/** The form of an entry and the version it stands on, which each save moves on. */
function useEntryForm(type: ContentType, first: Entry) {
  const queryClient = useQueryClient()
  const [base, setBase] = useState(first)
  const onTopOf = useRef(first.version)
  const schema = useMemo(() => entrySchema(type), [type])
  const { form, entries } = useSchemaForm(schema, first)
  const { submit, pending, problem } = useFormSubmit({
    form,
    placeOf: (path) => fieldPath(entries, path),
    send: (values) =>
      callsOf(type).update({
        path: { id: first.id },
        body: { ...writtenIn(entries, values), version: onTopOf.current },
      }),
    done: async (saved, values) => {
      onTopOf.current = saved.version
      setBase(saved)
      form.resetDirty(values)
      queryClient.setQueryData(entryKey(type.name, first.id), saved)
      notifyDone(`Saved as version ${saved.version}.`)
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: listKey(type.name) }),
        queryClient.invalidateQueries({ queryKey: versionsKey(type.name, first.id) }),
      ])
    },
  })
  const saveOnTopOf = ({ version }: Entry): void => {
    onTopOf.current = version
    submit()
  }
  return { form, entries, base, setBase, submit, pending, problem, saveOnTopOf }
}
