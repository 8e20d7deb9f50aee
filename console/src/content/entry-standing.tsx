import { Stack } from '@mantine/core'
import type { ReactElement } from 'react'
import { api, type ContentType, type EntryStatus } from '../api.ts'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { Facts } from '../shell/facts.tsx'
import { GatedButton } from '../shell/gated-button.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { When } from '../shell/when.tsx'
import { ownZone } from '../shell/zoned.ts'
import type { Entry } from './entry-calls.ts'
import { PreviewLink } from './preview-link.tsx'
import { SchedulePanel } from './schedule-panel.tsx'
import { type Step, useStep } from './use-step.ts'
import { liveWords, stateWords } from './words.ts'

interface EntryStandingProps {
  readonly type: ContentType
  readonly entry: Entry
  /** Whether the form holds what nobody has saved. */
  readonly isDirty: boolean
  readonly onStatus: (status: EntryStatus) => void
}

/** Where an entry stands between draft and trash, and where it can go from there. */
export function EntryStanding({ type, entry, isDirty, onStatus }: EntryStandingProps): ReactElement {
  const step = useStep(type.name, onStatus)
  const { label, tone } = stateWords[entry.state]
  const path = { type: type.name, id: entry.id }
  if (entry.trashedAt !== null) {
    return (
      <Panel title="In the trash">
        <Stack gap="md">
          <p>It is kept for 30 days. It comes back as a draft.</p>
          <ProblemNotice error={step.problem} />
          <GatedButton
            disabledReason={undefined}
            loading={step.pending}
            onClick={() => step.run('It is a draft again.', () => api.content.untrash({ path }))}
          >
            Take out of the trash
          </GatedButton>
        </Stack>
      </Panel>
    )
  }
  return (
    <Stack gap="lg">
      <Panel title="Where it stands" aside={<StateBadge tone={tone}>{label}</StateBadge>}>
        <Stack gap="md">
          <p>{liveWords(entry)}.</p>
          <ProblemNotice error={step.problem} />
          <ForwardButton type={type} entry={entry} isDirty={isDirty} step={step} />
          <PreviewLink type={type.name} entry={entry} isDirty={isDirty} />
          <TextLink to="/content/$type/$id/versions" params={path}>
            {`Versions, ${entry.version} so far`}
          </TextLink>
          <Standing entry={entry} />
        </Stack>
      </Panel>
      {type.may.publish && (
        <SchedulePanel key={`${entry.publishAt} ${entry.unpublishAt}`} {...{ type, entry, isDirty, onStatus }} />
      )}
      <Panel>
        <BackButtons type={type} entry={entry} step={step} />
      </Panel>
    </Stack>
  )
}

function Standing({ entry }: { entry: Entry }): ReactElement {
  return (
    <Facts
      facts={[
        ['First published', entry.publishedAt === null ? null : <When key="published" at={entry.publishedAt} />],
        ['Goes out', entry.publishAt === null ? null : <When key="out" at={entry.publishAt} zone={ownZone()} />],
        ['Taken back', entry.unpublishAt === null ? null : <When key="back" at={entry.unpublishAt} zone={ownZone()} />],
        ['Changed', <When key="changed" at={entry.updatedAt} />],
      ]}
    />
  )
}

interface ForwardProps extends Pick<EntryStandingProps, 'type' | 'entry' | 'isDirty'> {
  readonly step: Step
}

/** Publishes, or hands in to those who do. */
function ForwardButton({ type, entry, isDirty, step }: ForwardProps): ReactElement | null {
  const path = { type: type.name, id: entry.id }
  const unsaved = isDirty ? 'Save your changes first' : undefined
  if (type.may.publish) {
    const isOut = entry.liveVersion === entry.version
    return (
      <GatedButton
        disabledReason={unsaved ?? (isOut ? 'Everybody sees the newest version' : undefined)}
        loading={step.pending}
        onClick={() =>
          step.run('It is published.', () => api.content.publish({ path, body: { version: entry.version } }))
        }
      >
        {entry.liveVersion === null ? 'Publish' : 'Publish the changes'}
      </GatedButton>
    )
  }
  if (entry.state === 'in_review' || entry.state === 'scheduled' || entry.state === 'published') return null
  return (
    <GatedButton
      disabledReason={unsaved}
      loading={step.pending}
      onClick={() => step.run('It waits for those who publish.', () => api.content.submit({ path }))}
    >
      Hand in for review
    </GatedButton>
  )
}

function BackButtons({ type, entry, step }: Omit<ForwardProps, 'isDirty'>): ReactElement {
  const path = { type: type.name, id: entry.id }
  const isLive = entry.liveVersion !== null
  return (
    <Stack gap="sm">
      {type.may.publish && entry.state === 'in_review' && (
        <>
          <ConfirmButton
            label="Reject"
            question="It is not shown, and stays in the list as rejected."
            confirm="Reject"
            pending={step.pending}
            onConfirm={() =>
              step.run('It is rejected.', () => api.content.reject({ path, body: { state: 'rejected' } }))
            }
          />
          <ConfirmButton
            label="Mark as spam"
            question="It is not shown, and stays in the list as spam."
            confirm="Mark as spam"
            pending={step.pending}
            onConfirm={() =>
              step.run('It is marked as spam.', () => api.content.reject({ path, body: { state: 'spam' } }))
            }
          />
        </>
      )}
      {type.may.publish && isLive && (
        <ConfirmButton
          label="Take it back"
          question="Nobody outside will see it. Take it back?"
          confirm="Take it back"
          pending={step.pending}
          onConfirm={() => step.run('Nobody outside sees it any more.', () => api.content.unpublish({ path }))}
        />
      )}
      {(type.may.publish || !isLive) && (
        <ConfirmButton
          label="Put into the trash"
          question={isLive ? 'It is taken back, and kept for 30 days.' : 'It is kept for 30 days.'}
          confirm="Put into the trash"
          pending={step.pending}
          onConfirm={() => step.run('It is in the trash.', () => api.content.trash({ path }))}
        />
      )}
      {!type.may.publish && isLive && <p>Those who publish can take it back.</p>}
    </Stack>
  )
}
