import { Alert, Code, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { may, useMe } from '../../identity/me.ts'
import { Facts } from '../../shell/facts.tsx'
import { Page } from '../../shell/page.tsx'
import { Panel } from '../../shell/panel.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { StateBadge } from '../../shell/state-badge.tsx'
import { TextLink } from '../../shell/text-link.tsx'
import { When } from '../../shell/when.tsx'
import { FlagLink } from '../flag-link.tsx'
import { Differences } from '../history/differences.tsx'
import { changeQuery, type FlagChange, WRITE } from '../more-queries.ts'
import { ChangeFailure } from './change-failure.tsx'
import { Decision } from './decision.tsx'
import { EditChange } from './edit-change.tsx'
import { ProposeAgain } from './propose-again.tsx'
import { changeStates, personWords, subjectWords } from './words.ts'

const route = getRouteApi('/flag-operators/flags/changes/$id')

export function ChangePage(): ReactElement {
  const { id } = route.useParams()
  const change = useQuery(changeQuery(id))
  return (
    <Page
      title={change.data === undefined ? 'A change' : subjectWords(change.data)}
      eyebrow={<TextLink to="/flags/changes">Changes</TextLink>}
      lead={change.data?.reason}
      width="reading"
    >
      <QueryView query={change}>{(read) => <ChangeView change={read} />}</QueryView>
    </Page>
  )
}

const ended: readonly FlagChange['state'][] = ['applied', 'rejected', 'cancelled']

function ChangeView({ change }: { change: FlagChange }): ReactElement {
  const me = useMe()
  const { id, version, kind, state, before, content, isOutdated } = change
  const isOwn = change.proposedBy?.id === me?.user.id
  const isOpen = !ended.includes(state)
  return (
    <Stack gap="lg">
      <Standing change={change} />
      {state === 'failed' && change.failure !== null && <ChangeFailure failure={change.failure} />}
      {isOpen && state !== 'failed' && isOutdated && (
        <Alert role="status" variant="outline" title="What it was proposed on has changed since">
          It cannot be applied as it stands.
        </Alert>
      )}
      <Panel title="What it changes">
        <Differences label="What it says otherwise" kind={kind} before={before} after={content} />
      </Panel>
      {isOpen && (state === 'failed' || isOutdated) && may(me, WRITE) && <ProposeAgain change={change} isOwn={isOwn} />}
      {isOpen && <Decision key={`${id} ${state}`} change={change} isOwn={isOwn} />}
      {isOpen && isOwn && may(me, WRITE) && !isOutdated && <EditChange key={version} change={change} />}
    </Stack>
  )
}

function Standing({ change }: { change: FlagChange }): ReactElement {
  const { state, kind, target, proposedBy, proposedAt, scheduledAt, approvedBy, approvedAt, decidedAt } = change
  const isDecided = state === 'rejected' || state === 'cancelled' || state === 'applied' || state === 'failed'
  return (
    <Facts
      facts={[
        [
          'State',
          <StateBadge key="state" tone={changeStates[state].tone}>
            {changeStates[state].label}
          </StateBadge>,
        ],
        ['Of', <SubjectLink key="of" kind={kind} target={target} />],
        ['Proposed', <By key="proposed" by={proposedBy} at={proposedAt} />],
        ['For', scheduledAt === null ? 'As soon as it is approved' : <When key="for" at={scheduledAt} />],
        ['Approved', approvedAt === null ? null : <By key="approved" by={approvedBy} at={approvedAt} />],
        [
          changeStates[state].label,
          !isDecided || decidedAt === null ? null : <By key="decided" by={change.decidedBy} at={decidedAt} />,
        ],
        ['Note', change.note],
        ['Content', <Code key="hash">{change.contentHash}</Code>],
      ]}
    />
  )
}

function SubjectLink({ kind, target }: Pick<FlagChange, 'kind' | 'target'>): ReactElement {
  if (kind === 'segment') {
    return (
      <TextLink to="/flags/segments/$key" params={{ key: target }}>
        {target}
      </TextLink>
    )
  }
  return <FlagLink flag={target} />
}

function By({ by, at }: { by: FlagChange['proposedBy']; at: string }): ReactElement {
  return (
    <>
      by {personWords(by)}, <When at={at} />
    </>
  )
}
