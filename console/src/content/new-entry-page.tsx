import { Button, NativeSelect, Stack } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { type ReactElement, useMemo, useState } from 'react'
import type { ContentType } from '../api.ts'
import { fieldPath } from '../forms/faults.ts'
import { useSchemaForm } from '../forms/schema-form.ts'
import { FormSourcesProvider } from '../forms/sources.ts'
import { UnsavedGuard } from '../forms/unsaved-guard.tsx'
import { Page } from '../shell/page.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { useFormSubmit } from '../shell/use-form-submit.ts'
import { callsOf } from './entry-calls.ts'
import { EntryFields, writtenIn } from './entry-fields.tsx'
import { entrySchema } from './entry-schema.ts'
import { listKey, typesQuery } from './queries.ts'
import { contentSources } from './sources.ts'
import { WithType } from './with-type.tsx'
import { languageWords, pluralLabel } from './words.ts'

const route = getRouteApi('/content-writers/content/$type/new')

export function NewEntryPage(): ReactElement {
  const { type } = route.useParams()
  return (
    <WithType key={type} name={type}>
      {(known) => (
        <Page
          title={`New ${known.label.toLowerCase()}`}
          eyebrow={
            <TextLink to="/content/$type" params={{ type }}>
              {pluralLabel(known)}
            </TextLink>
          }
          lead="It is a draft until somebody publishes it."
          width="reading"
        >
          <NewEntry type={known} />
        </Page>
      )}
    </WithType>
  )
}

function NewEntry({ type }: { type: ContentType }): ReactElement {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const { data } = useQuery(typesQuery)
  const schema = useMemo(() => entrySchema(type), [type])
  const { form, entries } = useSchemaForm(schema, {})
  const [locale, setLocale] = useState(type.locales[0] ?? 'en')
  const sources = useMemo(() => contentSources(data?.items ?? [], locale), [data, locale])
  // The same key for the same attempt: a repeated click or a lost answer makes one entry.
  const [idempotencyKey] = useState(() => crypto.randomUUID())
  const { submit, pending, problem } = useFormSubmit({
    form,
    placeOf: (path) => fieldPath(entries, path),
    send: (values) => callsOf(type).create({ body: { ...writtenIn(entries, values), locale }, idempotencyKey }),
    done: async ({ id }, values) => {
      form.resetDirty(values)
      await queryClient.invalidateQueries({ queryKey: listKey(type.name) })
      await navigate({ to: '/content/$type/$id', params: { type: type.name, id }, ignoreBlocker: true })
    },
  })
  return (
    <FormSourcesProvider value={sources}>
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <form onSubmit={submit} noValidate>
        <Stack gap="lg">
          <ProblemNotice error={problem} />
          {type.locales.length > 1 && (
            <NativeSelect
              label="Language"
              data={type.locales.map((value) => ({ value, label: languageWords(value) }))}
              value={locale}
              onChange={(event) => setLocale(event.currentTarget.value)}
            />
          )}
          <EntryFields type={type} form={form} entries={entries} />
          <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
            Save the draft
          </Button>
        </Stack>
      </form>
    </FormSourcesProvider>
  )
}
