import { Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api, type Setting, type SettingRevision } from '../api.ts'
import { FieldChanges } from '../forms/field-changes.tsx'
import type { JsonSchema } from '../forms/json-schema.ts'
import { may, useMe } from '../identity/me.ts'
import { ConfirmButton } from '../shell/confirm-button.tsx'
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
import { settingsQuery } from './queries.ts'

const route = getRouteApi('/settings-readers/settings/$key/history')

export function HistoryPage(): ReactElement {
  const { key } = route.useParams()
  const settings = useQuery(settingsQuery)
  const setting = settings.data?.items.find((one) => one.key === key)
  return (
    <Page
      title={setting === undefined ? 'History' : `History: ${setting.title}`}
      eyebrow={<TextLink to="/settings">Settings</TextLink>}
      lead="Each change is a revision, and none is ever changed. To roll back says what an old one said as the newest."
      width="reading"
    >
      <QueryView query={settings}>
        {() =>
          setting === undefined ? (
            <Empty title="There is no such setting" hint="It may be of a product that does not run here." />
          ) : (
            <Revisions key={key} setting={setting} />
          )
        }
      </QueryView>
    </Page>
  )
}

function Revisions({ setting }: { setting: Setting }): ReactElement {
  const path = { key: setting.key }
  const pages = usePages([...settingsQuery.queryKey, setting.key, 'history'], ({ cursor, signal }) =>
    api.settings.history({ path, query: cursor === undefined ? {} : { cursor }, signal }),
  )
  return (
    <PagedList
      pages={pages}
      empty={<Empty title="Nobody has said anything" hint="The default and the environment file hold." />}
    >
      {(revisions) => (
        <Rows label="Revisions">
          {revisions.map((revision) => (
            <RevisionRow key={revision.version} setting={setting} revision={revision} />
          ))}
          {revisions.at(-1)?.version === 1 && (
            <Row
              title="0. Before anything was said here"
              detail="The default and the environment file hold."
              aside={setting.version > 0 && <RollBack setting={setting} to={0} />}
            />
          )}
        </Rows>
      )}
    </PagedList>
  )
}

const KINDS = { changed: 'Changed', 'rolled-back': 'Rolled back', imported: 'Imported' } as const

function RevisionRow({ setting, revision }: { setting: Setting; revision: SettingRevision }): ReactElement {
  const { version, kind, changedAt, changedByName, reason, changes, isOfTodaysSchema } = revision
  const isNow = version === setting.version
  return (
    <Row
      title={`${version}. ${KINDS[kind]}${changedByName === null ? '' : ` by ${changedByName}`}`}
      detail={
        <Stack gap={4}>
          <When at={changedAt} />
          {reason !== null && <span>{reason}</span>}
          {changes.length > 0 && (
            <FieldChanges
              schema={setting.schema as JsonSchema}
              changes={changes.map(({ member, before, after }) => ({ field: member, from: before, to: after }))}
            />
          )}
        </Stack>
      }
      aside={
        <>
          {isNow && <StateBadge tone="positive">Holds now</StateBadge>}
          {!isNow && !isOfTodaysSchema && <StateBadge tone="caution">Of an older schema</StateBadge>}
          {!isNow && isOfTodaysSchema && <RollBack setting={setting} to={version} />}
        </>
      }
    />
  )
}

function RollBack({ setting, to }: { setting: Setting; to: number }): ReactElement | null {
  const me = useMe()
  const queryClient = useQueryClient()
  const { key, version } = setting
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => api.settings.rollBack({ path: { key }, body: { to, version } }),
    onSuccess: async (now) => {
      notifyDone(`Revision ${to} holds again, as revision ${now.version}.`)
      await queryClient.invalidateQueries({ queryKey: settingsQuery.queryKey })
    },
  })
  if (!may(me, 'settings:manage')) return null
  return (
    <Stack gap="xs">
      <ProblemNotice error={error} />
      <ConfirmButton
        label={`Roll back to ${to}`}
        question={`What revision ${to} said holds again.`}
        confirm="Roll back"
        pending={isPending}
        onConfirm={() => mutate()}
      />
    </Stack>
  )
}
