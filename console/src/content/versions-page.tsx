import { Stack } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api, type ContentType, type EntryVersionLine } from '../api.ts'
import { FieldChanges } from '../forms/field-changes.tsx'
import type { JsonSchema } from '../forms/json-schema.ts'
import { useMe } from '../identity/me.ts'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { Disclosure } from '../shell/disclosure.tsx'
import { Empty } from '../shell/empty.tsx'
import { notifyDone } from '../shell/notify.ts'
import { Page } from '../shell/page.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { usePages } from '../shell/use-pages.ts'
import { When } from '../shell/when.tsx'
import type { Entry } from './entry-calls.ts'
import { entryQuery, versionsKey } from './queries.ts'
import { WithType } from './with-type.tsx'

const route = getRouteApi('/content-writers/content/$type/$id/versions')

export function VersionsPage(): ReactElement {
  const { type, id } = route.useParams()
  return (
    <WithType key={id} name={type}>
      {(known) => <VersionsOf type={known} id={id} />}
    </WithType>
  )
}

function VersionsOf({ type, id }: { type: ContentType; id: string }): ReactElement {
  const entry = useQuery(entryQuery(type, id))
  return (
    <Page
      title="Versions"
      eyebrow={
        <TextLink to="/content/$type/$id" params={{ type: type.name, id }}>
          {entry.data?.title ?? type.label}
        </TextLink>
      }
      lead="Each save is one, and none is ever changed. To restore one writes what it says as the newest."
      width="reading"
    >
      <QueryView query={entry}>{(read) => <Versions type={type} entry={read} />}</QueryView>
    </Page>
  )
}

function Versions({ type, entry }: { type: ContentType; entry: Entry }): ReactElement {
  const path = { type: type.name, id: entry.id }
  const pages = usePages(versionsKey(type.name, entry.id), ({ cursor, signal }) =>
    api.content.versions({ path, query: cursor === undefined ? {} : { cursor }, signal }),
  )
  return (
    <PagedList pages={pages} empty={<Empty title="There are no versions" hint="The first save makes one." />}>
      {(versions) => (
        <Rows label="Versions">
          {versions.map((version, at) => (
            <VersionRow
              key={version.number}
              type={type}
              entry={entry}
              version={version}
              before={versions[at + 1]?.number}
            />
          ))}
        </Rows>
      )}
    </PagedList>
  )
}

interface VersionRowProps {
  readonly type: ContentType
  readonly entry: Entry
  readonly version: EntryVersionLine
  /** The version it was written on top of, if that is listed. */
  readonly before: number | undefined
}

function VersionRow({ type, entry, version, before }: VersionRowProps): ReactElement {
  const me = useMe()
  const { number, title, authorId, createdAt, restoredFrom } = version
  const author = authorId === null ? '' : authorId === me?.user.id ? ' by you' : ' by somebody else'
  return (
    <Row
      title={`${number}. ${title}`}
      detail={
        <Stack gap={4}>
          <span>
            <When at={createdAt} />
            {author}
            {restoredFrom !== null && `, as version ${restoredFrom} said it`}
          </span>
          {before !== undefined && (
            <Disclosure label={`What changed in version ${number}`}>
              <Changes type={type} id={entry.id} from={before} to={number} />
            </Disclosure>
          )}
        </Stack>
      }
      aside={
        <>
          {number === entry.liveVersion && <StateBadge tone="positive">Published</StateBadge>}
          {number === entry.scheduledVersion && <StateBadge tone="caution">Scheduled</StateBadge>}
          {number !== entry.version && entry.trashedAt === null && (
            <Restore type={type} entry={entry} number={number} />
          )}
        </>
      }
    />
  )
}

interface ChangesProps {
  readonly type: ContentType
  readonly id: string
  readonly from: number
  readonly to: number
}

function Changes({ type, id, from, to }: ChangesProps): ReactElement {
  const diff = useQuery({
    queryKey: ['content', type.name, 'diff', id, from, to],
    queryFn: ({ signal }) => api.content.diff({ path: { type: type.name, id }, query: { from, to }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <QueryView query={diff} rows={1}>
      {({ changes }) => <FieldChanges schema={type.fields as JsonSchema} changes={changes} />}
    </QueryView>
  )
}

function Restore({ type, entry, number }: { type: ContentType; entry: Entry; number: number }): ReactElement {
  const navigate = useNavigate()
  const { id, version } = entry
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => api.content.restoreVersion({ path: { type: type.name, id }, body: { number, version } }),
    onSuccess: async (status) => {
      notifyDone(`Version ${number} is restored as version ${status.version}.`)
      await navigate({ to: '/content/$type/$id', params: { type: type.name, id } })
    },
  })
  return (
    <Stack gap="xs">
      <ProblemNotice error={error} />
      <ConfirmButton
        label={`Restore version ${number}`}
        question={`What version ${number} says becomes the newest.`}
        confirm="Restore it"
        pending={isPending}
        onConfirm={() => mutate()}
      />
    </Stack>
  )
}
