import { type ReactElement, useId } from 'react'
import { Panel } from '../../../shell/panel.tsx'
import type { TradingImport } from '../../types.ts'
import styles from './imports.module.css'
import { rowsInWords } from './words.ts'

/** What the server does with the file right now; the page asks again until it is done. */
export function ProgressPanel({ batch }: { batch: TradingImport }): ReactElement {
  const { state, undoing, rowsRead, rowsTotal } = batch
  const id = useId()
  const words = undoing
    ? 'What the import made is taken out, and the trades around it are matched anew.'
    : state === 'mapped'
      ? 'The file is being read.'
      : rowsTotal === null
        ? `${rowsInWords(rowsRead)} are done.`
        : `${rowsInWords(rowsRead)} of ${rowsInWords(rowsTotal)} are done.`
  const isMeasured = state === 'importing' && rowsTotal !== null && rowsTotal > 0
  return (
    <Panel title={undoing ? 'Being undone' : state === 'mapped' ? 'Being read' : 'Being imported'}>
      <p id={id} role="status">
        {words} You may leave this page: it goes on.
      </p>
      <progress
        className={styles.progress}
        aria-labelledby={id}
        {...(isMeasured ? { max: rowsTotal, value: Math.min(rowsRead, rowsTotal) } : {})}
      />
    </Panel>
  )
}
