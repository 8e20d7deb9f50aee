import type { ReactElement } from 'react'
import type { Queue } from '../api.ts'
import { StateBadge } from '../shell/state-badge.tsx'
import { countedWords } from './counted.ts'
import { QueueActions } from './queue-actions.tsx'
import styles from './queue-table.module.css'

const columns = [
  ['ready', 'Waiting'],
  ['active', 'Running'],
  ['retrying', 'Retrying'],
  ['failed', 'Failed'],
  ['quarantined', 'In quarantine'],
  ['delayed', 'Put off'],
  ['completedLastHour', 'Done in the last hour'],
] as const

export function QueueTable({ queues }: { queues: readonly Queue[] }): ReactElement {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be reachable by keyboard (WCAG 2.1.1)
    <section className={styles.scroller} aria-label="Queues, scrolls sideways" tabIndex={0}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Queue</th>
            {columns.map(([key, label]) => (
              <th key={key} scope="col">
                {label}
              </th>
            ))}
            <th scope="col">Actions</th>
          </tr>
        </thead>
        <tbody>
          {queues.map((queue) => (
            <tr key={queue.name}>
              <th scope="row">
                {queue.name}
                {queue.paused && (
                  <>
                    {' '}
                    <StateBadge tone="caution">Paused</StateBadge>
                  </>
                )}
                <span className={styles.description}>{queue.description}</span>
              </th>
              {columns.map(([key]) => (
                <td key={key} className={key === 'failed' && queue.failed > 0 ? styles.failed : undefined}>
                  {countedWords(queue, key)}
                </td>
              ))}
              <td>
                <QueueActions queue={queue} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
