import type { Condition } from '@plinth/sdk/flags'
import type { ReactElement } from 'react'
import styles from './conditions.module.css'
import { describeCondition } from './describe.ts'
import { groupIn, groupLabels } from './tree.ts'

/** A condition to be read: one line where that is plain, a list within a list where it is not. */
export function ConditionWords({ condition }: { condition: Condition }): ReactElement {
  const group = groupIn(condition)
  if (group === null || !group.items.some((item) => groupIn(item) !== null))
    return <span className={styles.words}>{describeCondition(condition)}</span>
  return (
    <>
      <span>{groupLabels[group.kind]}:</span>
      <ul className={styles.spoken}>
        {group.items.map((item, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: it is only read
          <li key={at}>
            <ConditionWords condition={item} />
          </li>
        ))}
      </ul>
    </>
  )
}
