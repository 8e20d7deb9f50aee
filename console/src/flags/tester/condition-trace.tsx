import type { Condition, ConditionExplanation } from '@plinth/sdk/flags'
import type { ReactElement } from 'react'
import { describeCondition } from '../conditions/describe.ts'
import { valueInWords } from '../history/rule-words.ts'
import styles from './tester.module.css'

/** A condition in its parts, each with whether it holds and the value it saw. */
export function ConditionTrace({ explained }: { explained: ConditionExplanation }): ReactElement {
  return (
    <ul className={styles.conditions}>
      <Part explained={explained} />
    </ul>
  )
}

function Part({ explained }: { explained: ConditionExplanation }): ReactElement {
  const { condition, holds, parts } = explained
  const compared = comparedBy(explained)
  return (
    <li>
      <span className={holds ? styles.holds : styles.fails}>{holds ? 'Holds' : 'Does not hold'}</span>{' '}
      {compared === undefined && parts !== undefined ? groupWords(condition) : describeCondition(condition)}
      {compared !== undefined && (
        <span className={styles.saw}>
          {' '}
          ({compared.found === undefined ? 'they say nothing of it' : `they say ${valueInWords(compared.found)}`})
        </span>
      )}
      {compared === undefined && parts !== undefined && (
        <ul>
          {parts.map((part, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts of one answer never move
            <Part key={at} explained={part} />
          ))}
        </ul>
      )}
    </li>
  )
}

/** The comparison that a condition is, or is the opposite of. */
function comparedBy(explained: ConditionExplanation): ConditionExplanation | undefined {
  const { condition, parts } = explained
  if ('attribute' in condition) return explained
  const [only] = parts ?? []
  return 'not' in condition && only !== undefined && 'attribute' in only.condition ? only : undefined
}

function groupWords(condition: Condition): string {
  if ('all' in condition) return 'all of these hold:'
  return 'any' in condition ? 'at least one of these holds:' : 'not:'
}
