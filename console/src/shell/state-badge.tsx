import type { ReactElement } from 'react'
import styles from './state-badge.module.css'

export type Tone = 'positive' | 'caution' | 'negative' | 'quiet'

/** A state in words; the colour only repeats them. */
export function StateBadge({ tone, children }: { tone: Tone; children: string }): ReactElement {
  return <span className={`${styles.badge} ${styles[tone]}`}>{children}</span>
}
