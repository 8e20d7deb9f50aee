import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../../api.ts'
import { may, useMe } from '../../identity/me.ts'
import { Empty } from '../../shell/empty.tsx'
import { Page } from '../../shell/page.tsx'
import { Panel } from '../../shell/panel.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { Row, Rows } from '../../shell/rows.tsx'
import { TextLink } from '../../shell/text-link.tsx'
import { usePages } from '../../shell/use-pages.ts'
import { useStep } from '../../shell/use-step.ts'
import { ConditionWords } from '../conditions/condition-words.tsx'
import { FlagLink } from '../flag-link.tsx'
import { same } from '../history/difference.ts'
import { Revisions } from '../history/revisions.tsx'
import { RollBack } from '../history/roll-back.tsx'
import { environmentsQuery, type FlagSegment, segmentQuery, WRITE } from '../more-queries.ts'
import { flagsKey } from '../queries.ts'
import { RemoveSegment } from './remove-segment.tsx'
import { type SegmentContent, SegmentForm } from './segment-form.tsx'
import { sent } from './sent.ts'

const route = getRouteApi('/flag-operators/flags/segments/$key')

export function SegmentPage(): ReactElement {
  const { key } = route.useParams()
  const segment = useQuery(segmentQuery(key))
  return (
    <Page
      title={segment.data?.title ?? key}
      eyebrow={<TextLink to="/flags/segments">Segments</TextLink>}
      lead={segment.data?.description}
      width="reading"
    >
      <QueryView query={segment}>{(read) => <SegmentView segment={read} />}</QueryView>
    </Page>
  )
}

function SegmentView({ segment }: { segment: FlagSegment }): ReactElement {
  const me = useMe()
  const guarded = useGuarded(segment)
  return (
    <Stack gap="lg">
      <Panel title="Who is in it">
        {may(me, WRITE) ? (
          <EditSegment key={segment.version} segment={segment} guarded={guarded} />
        ) : (
          <ConditionWords condition={segment.condition} />
        )}
      </Panel>
      <Panel title="Where it is used">
        <UsedBy segment={segment} />
      </Panel>
      <Panel title="History">
        <SegmentHistory segment={segment} isGuarded={guarded.length > 0} />
      </Panel>
      {may(me, WRITE) && <RemoveSegment segment={segment} />}
    </Stack>
  )
}

/** Environments that use it and need approval. */
function useGuarded({ usedBy }: FlagSegment): readonly string[] {
  const { data: environments = [] } = useQuery(environmentsQuery)
  const used = new Set(usedBy.flatMap((user) => user.environments))
  return environments.filter(({ key, needsApproval }) => needsApproval && used.has(key)).map(({ title }) => title)
}

interface EditSegmentProps {
  readonly segment: FlagSegment
  readonly guarded: readonly string[]
}

function EditSegment({ segment, guarded }: EditSegmentProps): ReactElement {
  const navigate = useNavigate()
  const { key, title, description, condition, version } = segment
  const saved = useStep<unknown>({ of: flagsKey })
  const proposed = useStep<{ id: string }>({
    of: flagsKey,
    onDone: ({ id }) => navigate({ to: '/flags/changes/$id', params: { id } }),
  })
  const mustPropose = (content: SegmentContent): boolean => guarded.length > 0 && !same(content.condition, condition)
  return (
    <Stack gap="md">
      {guarded.length > 0 && <p>Who is in it changes only with somebody else's approval: {guarded.join(', ')}.</p>}
      <SegmentForm
        label="Edit the segment"
        initial={{ title, description, condition }}
        save={(content) => (mustPropose(content) ? 'Propose the change' : 'Save')}
        step={{ pending: saved.pending || proposed.pending, problem: proposed.problem ?? saved.problem }}
        onSave={({ key: _, reason, ...content }) => {
          if (mustPropose(content))
            proposed.run('It is proposed: somebody else has to approve it.', () =>
              api.flags.proposeChange({ body: { target: key, segment: sent(content), baseVersion: version, reason } }),
            )
          else
            saved.run(`Saved: ${content.title}.`, () =>
              api.flags.changeSegment({ path: { key }, body: { version, ...sent(content), reason } }),
            )
        }}
      />
    </Stack>
  )
}

function UsedBy({ segment: { usedBy } }: { segment: FlagSegment }): ReactElement {
  if (usedBy.length === 0) return <p>No flag uses it.</p>
  return (
    <Rows label="Flags that use it">
      {usedBy.map(({ flag, environments }) => (
        <Row key={flag} title={<FlagLink flag={flag} />} detail={environments.join(', ')} />
      ))}
    </Rows>
  )
}

function SegmentHistory({ segment, isGuarded }: { segment: FlagSegment; isGuarded: boolean }): ReactElement {
  const { key, version } = segment
  const pages = usePages([...flagsKey, 'segment', key, 'history'], ({ cursor, signal }) =>
    api.flags.segmentHistory({ path: { key }, query: cursor === undefined ? {} : { cursor }, signal }),
  )
  return (
    <Revisions
      pages={pages}
      empty={<Empty title="Nothing was changed" hint="The first change makes a revision." />}
      isNow={(revision) => revision.version === version}
      act={(revision) => (
        <RollBack kind="segment" target={key} revision={revision} version={version} isGuarded={isGuarded} />
      )}
    />
  )
}
