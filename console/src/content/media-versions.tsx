import { Anchor, Button, Stack } from '@mantine/core'
import { type QueryKey, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useEffect, useState } from 'react'
import { api, type FileVersion, type MediaDetail } from '../api.ts'
import { sizeInWords } from '../files/bytes.ts'
import { UploadField } from '../files/upload-field.tsx'
import type { UploadWay } from '../files/use-upload.ts'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { notifyDone } from '../shell/notify.ts'
import { PagedList } from '../shell/paged-list.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { usePages } from '../shell/use-pages.ts'
import { When } from '../shell/when.tsx'
import { DOCUMENTS, fileVersionsKey, mediaKeys, PICTURES } from './media.ts'

const askAgainMs = 1000

/** What the file shows and showed before; new content takes its place everywhere, under the same addresses. */
export function MediaVersions({ media }: { media: MediaDetail }): ReactElement {
  const { id } = media
  const pages = usePages(fileVersionsKey(id), ({ cursor, signal }) =>
    api.files.versions({ path: { id }, query: cursor === undefined ? {} : { cursor }, signal }),
  )
  return (
    <Panel title="Versions">
      <Stack gap="md">
        <PagedList pages={pages} empty={null}>
          {(versions) => (
            <Rows label="Versions">
              {versions.map((version) => (
                <VersionRow key={version.version} media={media} version={version} />
              ))}
            </Rows>
          )}
        </PagedList>
        <Preparing key={media.newestVersion} media={media} />
        <Replacing media={media} />
      </Stack>
    </Panel>
  )
}

/** Asks until the newest version is shown or was refused, and has the page follow. */
function Preparing({ media: { id, version, newestVersion } }: { media: MediaDetail }): ReactElement | null {
  const refresh = useRefresh(id)
  const newest = useQuery({
    queryKey: ['files', id, 'newest'],
    queryFn: async ({ signal }) =>
      (await api.files.versions({ path: { id }, query: { limit: 1 }, signal })).items[0] ?? null,
    enabled: newestVersion > version,
    refetchInterval: ({ state }) => (state.data?.state === 'preparing' ? askAgainMs : false),
    staleTime: 0,
  })
  const state = newest.data?.state
  useEffect(() => {
    if (state !== undefined && state !== 'preparing') void refresh()
  }, [state, refresh])
  if (newestVersion === version || state !== 'preparing') return null
  return <div role="status">The new version is being checked and prepared. Until then the former is shown.</div>
}

function useRefresh(id: string): () => Promise<unknown> {
  const queryClient = useQueryClient()
  const [refresh] = useState(
    () => () => Promise.all(mediaKeys(id).map((queryKey: QueryKey) => queryClient.invalidateQueries({ queryKey }))),
  )
  return refresh
}

/** New content of this file, as it is known here. */
function versionWay(id: string, newestVersion: number): UploadWay {
  return {
    sign: ({ body: { filename, contentType, bytes, sha256 }, ...options }) =>
      api.files.signVersion({
        ...options,
        path: { id },
        body: { filename, contentType, bytes, sha256, newestVersion },
      }),
    confirm: api.files.confirm,
    cancel: api.files.cancel,
  }
}

function Replacing({ media: { id, kind, newestVersion } }: { media: MediaDetail }): ReactElement {
  const refresh = useRefresh(id)
  return (
    <UploadField
      key={newestVersion}
      label="New version"
      hint="It is shown wherever this file is, as soon as it is checked and prepared."
      accept={kind === 'image' ? PICTURES : DOCUMENTS}
      purpose=""
      way={versionWay(id, newestVersion)}
      error={undefined}
      onDone={(file) => {
        if (file === null) return
        notifyDone(`${file.filename} has a new version.`)
        void refresh()
      }}
    />
  )
}

interface VersionRowProps {
  readonly media: MediaDetail
  readonly version: FileVersion
}

function VersionRow({ media, version }: VersionRowProps): ReactElement {
  const { filename, bytes, createdAt, restoredFrom, state } = version
  const path = versionAddress(version)
  return (
    <Row
      title={
        <>
          {`Version ${version.version} `}
          <VersionBadge state={state} />
        </>
      }
      detail={
        <>
          {`${filename}, ${sizeInWords(bytes)}, `}
          <When at={createdAt} />
          {restoredFrom !== null && `, restored from version ${restoredFrom}`}
        </>
      }
      aside={
        <Stack gap="xs" align="flex-start">
          {path !== undefined && (
            <Anchor href={path} download={filename} size="sm" aria-label={`Download version ${version.version}`}>
              Download
            </Anchor>
          )}
          {state !== 'shown' && <VersionActions media={media} version={version} />}
        </Stack>
      }
    />
  )
}

/** The widest of a picture; nothing of what was refused or is not ready. */
function versionAddress({ state, image, url }: FileVersion): string | undefined {
  if (state === 'preparing' || state === 'refused') return undefined
  return image === null ? url : image.variants.at(-1)?.url
}

const BADGES = {
  shown: { tone: 'positive', words: 'Shown' },
  preparing: { tone: 'quiet', words: 'Being prepared' },
  refused: { tone: 'negative', words: 'Cannot be shown' },
} as const

function VersionBadge({ state }: Pick<FileVersion, 'state'>): ReactElement | null {
  if (state === 'older') return null
  const { tone, words } = BADGES[state]
  return <StateBadge tone={tone}>{words}</StateBadge>
}

function VersionActions({ media: { id, newestVersion }, version: { version, state } }: VersionRowProps): ReactElement {
  const refresh = useRefresh(id)
  const path = { id, version: String(version) }
  const restoring = useMutation({
    mutationFn: () => api.files.restoreVersion({ path, body: { newestVersion } }),
    onSettled: refresh,
    onSuccess: () => notifyDone(`Version ${version} is shown again.`),
  })
  const removing = useMutation({
    mutationFn: () => api.files.removeVersion({ path }),
    onSettled: refresh,
    onSuccess: () => notifyDone(`Version ${version} is deleted.`),
  })
  return (
    <>
      <ProblemNotice error={restoring.error ?? removing.error} />
      {state === 'older' && (
        <Button
          variant="default"
          size="xs"
          loading={restoring.isPending}
          onClick={() => restoring.mutate()}
          aria-label={`Restore version ${version}`}
        >
          Restore
        </Button>
      )}
      <ConfirmButton
        label={`Delete version ${version}`}
        question="It is gone for good."
        confirm="Delete it"
        pending={removing.isPending}
        onConfirm={() => removing.mutate()}
      />
    </>
  )
}
