import type { ReactElement } from 'react'
import type { TradingImport } from '../../types.ts'
import styles from './imports.module.css'
import { isDraft } from './queries.ts'

const STEPS = ['File', 'How it is read', 'Preview', 'Import', 'Result'] as const

function stepOf(batch: TradingImport): number {
  if (batch.state === 'previewed') return 2
  if (batch.state === 'importing') return 3
  return isDraft(batch) ? 1 : 4
}

/** Where the import is on its way. */
export function StepList({ batch }: { batch: TradingImport }): ReactElement {
  const at = stepOf(batch)
  return (
    <ol className={styles.steps} aria-label="Steps of the import">
      {STEPS.map((step, index) => (
        <li
          key={step}
          className={index < at ? styles.done : undefined}
          aria-current={index === at ? 'step' : undefined}
        >
          {step}
        </li>
      ))}
    </ol>
  )
}
