import type { ReactElement } from 'react'
import { StateBadge } from '../../../shell/state-badge.tsx'
import styles from '../trades.module.css'
import type { Trade } from '../types.ts'
import { reviewWords } from '../words.ts'

const SHOWN_MAX = 3

/** Tags, note and review of a trade in a list. */
export function SaidOf({ trade: { tags, hasNotes, reviewState, rating } }: { trade: Trade }): ReactElement {
  const more = tags.length - SHOWN_MAX
  return (
    <>
      {tags.length > 0 && (
        <ul className={styles.tags} aria-label="Tags">
          {tags.slice(0, SHOWN_MAX).map(({ id, name }) => (
            <li key={id} className={styles.tag}>
              {name}
            </li>
          ))}
          {more > 0 && <li className={styles.tag}>{more} more</li>}
        </ul>
      )}
      <span className={styles.quiet}>
        {reviewState !== 'unreviewed' && (
          <StateBadge tone={reviewWords[reviewState].tone}>{reviewWords[reviewState].label}</StateBadge>
        )}
        {[rating === null ? '' : ` ${rating} of 5`, hasNotes ? ' Note' : ''].filter(Boolean).join(',')}
      </span>
    </>
  )
}
