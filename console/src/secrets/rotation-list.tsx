import type { ReactElement } from 'react'
import type { SecretDetail } from '../api.ts'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { When } from '../shell/when.tsx'
import styles from './secrets.module.css'
import { rotationWord } from './words.ts'

type Rotation = SecretDetail['rotations'][number]

/** Rotations, newest first; of one that runs, how far it is. */
export function RotationList({ secret }: { secret: SecretDetail }): ReactElement {
  return (
    <Rows label="Rotations">
      {secret.rotations.map((rotation) => {
        const { label, tone } = rotationWord(rotation)
        return (
          <Row
            key={rotation.id}
            title={titleOf(rotation)}
            detail={<Detail rotation={rotation} />}
            aside={<StateBadge tone={tone}>{label}</StateBadge>}
          />
        )
      })}
    </Rows>
  )
}

function titleOf({ fromNumber, toNumber }: Rotation): string {
  return toNumber === null ? `From version ${fromNumber}` : `From version ${fromNumber} to ${toNumber}`
}

function Detail({ rotation }: { rotation: Rotation }): ReactElement {
  const { startedAt, startedByName, endedAt, error } = rotation
  return (
    <>
      Begun <When at={startedAt} />
      {startedByName === null ? ' by itself' : ` by ${startedByName}`}
      {endedAt === null && <Progress rotation={rotation} />}
      {error !== null && <div>{endedAt === null ? `The last try failed: ${error}` : error}</div>}
    </>
  )
}

const steps = [
  ['created', 'Begun'],
  ['pending', 'Value made'],
  ['tested', 'Installed and tested'],
  ['done', 'Current'],
] as const

function Progress({ rotation: { state } }: { rotation: Rotation }): ReactElement {
  const reached = steps.findIndex(([name]) => name === state)
  return (
    <ol className={styles.steps} aria-label="Steps">
      {steps.map(([name, label], at) => (
        <li key={name} className={`${styles.step} ${at <= reached ? styles.reached : ''}`}>
          {label}
          {at <= reached ? '' : ' (to come)'}
        </li>
      ))}
    </ol>
  )
}
