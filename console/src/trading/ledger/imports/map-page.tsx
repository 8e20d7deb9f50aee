import { type UseFormReturnType, useForm } from '@mantine/form'
import { useDebouncedValue } from '@mantine/hooks'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { UnsavedGuard } from '../../../forms/unsaved-guard.tsx'
import { Empty } from '../../../shell/empty.tsx'
import { Page } from '../../../shell/page.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { useFormSubmit } from '../../../shell/use-form-submit.ts'
import { tradingQueries } from '../../queries.ts'
import type { ImportProfile, ProfileSuggestion, TradingImport } from '../../types.ts'
import { DryRun } from './dry-run.tsx'
import { MapperForm } from './mapper-form.tsx'
import {
  columnsOf,
  type Definition,
  definitionWith,
  isReadable,
  type MapperValues,
  mapperPlace,
  mapperRules,
  mapperValues,
} from './mapper-values.ts'
import { importQuery, importsKey, profileQuery, profilesKey } from './queries.ts'

const route = getRouteApi('/traders/trading/imports/$id/map')

/** A file that nobody knows: its columns are proposed, looked over and tried before they are kept. */
export function MapPage(): ReactElement {
  const { id } = route.useParams()
  const { profile = '' } = route.useSearch()
  const batch = useQuery(importQuery(id))
  const fileId = batch.data?.fileId ?? ''
  const suggestion = useQuery({ ...suggestionQuery(fileId), enabled: fileId !== '' })
  const known = useQuery({ ...profileQuery(profile), enabled: profile !== '' })
  const isReady = profile === '' || known.data !== undefined
  return (
    <Page
      title="What the columns are"
      eyebrow={
        <TextLink to="/trading/imports/$id" params={{ id }}>
          {batch.data?.filename ?? 'Import'}
        </TextLink>
      }
      lead="Proposed by the names of the columns. What the first rows come to stands below and follows what you say."
    >
      <QueryView query={batch}>
        {(one) =>
          one.fileId === null ? (
            <Empty title="The file is gone" hint="Its time was over. Begin a new import with it." />
          ) : (
            <QueryView query={suggestion}>
              {({ suggestion: found }) =>
                found === null && profile === '' ? (
                  <NoColumns id={id} />
                ) : isReady ? (
                  <Mapper key={profile} batch={one} suggestion={found} profile={known.data ?? null} />
                ) : (
                  <QueryView query={known}>{() => null}</QueryView>
                )
              }
            </QueryView>
          )
        }
      </QueryView>
    </Page>
  )
}

function suggestionQuery(fileId: string) {
  return queryOptions({
    queryKey: [...importsKey, 'suggestion', fileId],
    queryFn: ({ signal }) => api.trading.suggestImportProfile({ body: { fileId }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

function NoColumns({ id }: { id: string }): ReactElement {
  return (
    <Empty
      title="No columns are found in it"
      hint="A table of trades begins with a row of names, such as symbol, quantity and price. Export the file again as CSV, or choose one of the formats that are known."
      action={
        <TextLink to="/trading/imports/$id" params={{ id }}>
          Back to the import
        </TextLink>
      }
    />
  )
}

interface MapperProps {
  readonly batch: TradingImport
  readonly suggestion: ProfileSuggestion | null
  /** One of the trader's own that is changed; null for a new one. */
  readonly profile: ImportProfile | null
}

const PAUSE_MS = 500

function Mapper({ batch, suggestion, profile }: MapperProps): ReactElement | null {
  const base = profile?.definition ?? suggestion?.definition
  return base === undefined ? null : <MapperOf batch={batch} suggestion={suggestion} profile={profile} base={base} />
}

function MapperOf({ batch, suggestion, profile, base }: MapperProps & { base: Definition }): ReactElement {
  const form = useForm<MapperValues>({
    mode: 'controlled',
    initialValues: { ...mapperValues(base), ...(profile === null ? { name: nameFrom(batch.filename) } : {}) },
    validate: mapperRules,
  })
  const currency = useQuery(tradingQueries.account(batch.accountId)).data?.currency ?? ''
  const [tried] = useDebouncedValue(form.values, PAUSE_MS)
  const { submit, pending, problem } = useSaved({ form, base, batch, profile })
  return (
    <>
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <MapperForm
        form={form}
        columns={columnsOf(suggestion?.headers ?? [])}
        submit="Keep it and preview"
        {...{ pending, problem, onSubmit: submit }}
      >
        {isReadable(tried) && <DryRun batch={batch} definition={definitionWith(base, tried)} currency={currency} />}
      </MapperForm>
    </>
  )
}

interface Saving extends Omit<MapperProps, 'suggestion'> {
  readonly form: UseFormReturnType<MapperValues>
  readonly base: Definition
}

/** Keeps the format, has the import read by it, and goes back there. */
function useSaved({ form, base, batch, profile }: Saving) {
  const client = useQueryClient()
  const navigate = useNavigate()
  return useFormSubmit({
    form,
    placeOf: mapperPlace,
    send: async (values) => {
      const definition = definitionWith(base, values)
      const { id: profileId } =
        profile === null
          ? await api.trading.createImportProfile({ body: { definition } })
          : await api.trading.changeImportProfile({
              path: { id: profile.id },
              body: { version: profile.version, definition },
            })
      await api.trading.mapImport({ path: { id: batch.id }, body: { profileId } })
      return await api.trading.previewImport({ path: { id: batch.id } })
    },
    done: async (read) => {
      form.resetDirty()
      client.setQueryData(importQuery(read.id).queryKey, read)
      await client.invalidateQueries({ queryKey: profilesKey })
      await navigate({ to: '/trading/imports/$id', params: { id: read.id }, ignoreBlocker: true })
    },
  })
}

function nameFrom(filename: string): string {
  return filename.replace(/\.[a-z0-9]+$/i, '').slice(0, 80)
}
