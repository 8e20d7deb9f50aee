import type { ReactElement } from 'react'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { When } from '../shell/when.tsx'
import { typeLabels } from './filter.ts'
import styles from './flags.module.css'
import type { Flag } from './types.ts'
import { staleWords, standingWords } from './words.ts'

export function FlagRows({ flags }: { flags: readonly Flag[] }): ReactElement {
  return (
    <Rows label="Feature flags">
      {flags.map((flag) => (
        <Row
          key={flag.key}
          title={
            <TextLink to="/flags/$key" params={{ key: flag.key }}>
              {flag.title}
            </TextLink>
          }
          detail={<Detail flag={flag} />}
          aside={<Standings flag={flag} />}
        />
      ))}
    </Rows>
  )
}

function Detail({ flag }: { flag: Flag }): ReactElement {
  const { key, type, owner, lastEvaluatedAt, stale } = flag
  return (
    <span className={styles.facts}>
      <code>{key}</code>
      <span>{typeLabels[type]}</span>
      {owner !== null && <span>{owner.name || 'Owner unknown'}</span>}
      <span>{lastEvaluatedAt === null ? 'Never evaluated' : <When at={lastEvaluatedAt} />}</span>
      {stale !== null && <span className={styles.caution}>{staleWords[stale]}</span>}
    </span>
  )
}

/** Where it is on, environment by environment. */
function Standings({ flag }: { flag: Flag }): ReactElement {
  if (flag.archivedAt !== null) return <StateBadge tone="quiet">Archived</StateBadge>
  return (
    <ul className={styles.standings} aria-label={`Environments of ${flag.title}`}>
      {flag.environments.map((standing) => {
        const { tone, label } = standingWords(standing)
        return (
          <li key={standing.environment}>
            <StateBadge tone={tone}>{`${standing.environment} ${label}`}</StateBadge>
          </li>
        )
      })}
    </ul>
  )
}
