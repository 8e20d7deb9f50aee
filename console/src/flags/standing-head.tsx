import type { ReactElement } from 'react'
import { StateBadge } from '../shell/state-badge.tsx'
import { When } from '../shell/when.tsx'
import styles from './flags.module.css'
import { KillSwitch } from './kill-switch.tsx'
import type { Flag, Targeting } from './types.ts'
import { standingWords } from './words.ts'

interface StandingHeadProps {
  readonly flag: Flag
  readonly standing: Targeting
  readonly onDone: (standing: Targeting) => unknown
}

/** How it stands in an environment, and the switch for emergencies. */
export function StandingHead({ flag, standing, onDone }: StandingHeadProps): ReactElement {
  const { tone, label } = standingWords(standing)
  const { changedAt, changedBy, needsApproval, environment } = standing
  return (
    <div className={styles.standing}>
      <div className={styles.standingWords}>
        <StateBadge tone={tone}>{`${environment} ${label}`}</StateBadge>
        {needsApproval && <StateBadge tone="caution">changes need approval</StateBadge>}
        <span className={styles.hint}>
          Last changed <When at={changedAt} />
          {changedBy !== null && changedBy.name !== '' && ` by ${changedBy.name}`}
        </span>
      </div>
      <KillSwitch flag={flag} standing={standing} onDone={onDone} />
    </div>
  )
}
