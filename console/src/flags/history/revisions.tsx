import { Stack } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'
import { PagedList } from '../../shell/paged-list.tsx'
import { StateBadge } from '../../shell/state-badge.tsx'
import { TextLink } from '../../shell/text-link.tsx'
import type { Pages } from '../../shell/use-pages.ts'
import { When } from '../../shell/when.tsx'
import { personWords } from '../changes/words.ts'
import type { FlagRevision } from '../more-queries.ts'
import { Differences } from './differences.tsx'
import styles from './revisions.module.css'

interface RevisionsProps {
  readonly pages: Pages<FlagRevision>
  readonly empty: ReactNode
  /** Whether a revision is what holds. */
  readonly isNow: (revision: FlagRevision) => boolean
  /** What may be done about one that does not. */
  readonly act: (revision: FlagRevision) => ReactNode
}

/** Revisions of a flag or a segment, the newest first: who, when, why, and what they say otherwise. */
export function Revisions({ pages, empty, isNow, act }: RevisionsProps): ReactElement {
  return (
    <PagedList pages={pages} empty={empty}>
      {(revisions) => (
        <ul className={styles.revisions} aria-label="Revisions">
          {revisions.map((revision) => (
            <li key={revision.id}>
              <div className={styles.head}>
                <span>{titleOf(revision)}</span>
                {isNow(revision) && <StateBadge tone="positive">Holds now</StateBadge>}
              </div>
              <Said revision={revision} />
              {!isNow(revision) && act(revision)}
            </li>
          ))}
        </ul>
      )}
    </PagedList>
  )
}

const actions: Readonly<Record<string, string>> = {
  made: 'made',
  changed: 'changed',
  killed: 'killed',
  revived: 'switched on again',
  imported: 'imported',
  'rolled-back': 'rolled back',
  archived: 'archived',
  restored: 'restored',
  removed: 'removed',
}

function titleOf(revision: FlagRevision): string {
  const { action, actor } = revision
  return `${revisionName(revision)}: ${actions[action] ?? action} by ${personWords(actor)}`
}

/** Which it is of all that are listed together: `Revision 3 in production`. */
export function revisionName({ kind, environment, version }: FlagRevision): string {
  if (kind === 'segment') return `Revision ${version}`
  return `Revision ${version} ${environment === null ? 'everywhere' : `in ${environment}`}`
}

function Said({ revision }: { revision: FlagRevision }): ReactElement {
  const { kind, before, after, reason, at, changeId } = revision
  return (
    <Stack gap="xs" className={styles.said}>
      <span>
        <When at={at} />
        {changeId !== null && (
          <>
            , by an{' '}
            <TextLink to="/flags/changes/$id" params={{ id: changeId }}>
              approved change
            </TextLink>
          </>
        )}
      </span>
      {reason !== '' && <span className={styles.reason}>{reason}</span>}
      <Differences
        label={`What ${uncapped(revisionName(revision))} says otherwise`}
        kind={kind}
        before={before}
        after={after}
      />
    </Stack>
  )
}

export function uncapped(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1)
}
