import { Alert } from '@mantine/core'
import type { ReactElement } from 'react'
import styles from './flags.module.css'
import { placeInWords } from './targeting-words.ts'

/** Everything that is wrong, also what belongs to no field; each field says its own again. */
export function FaultList({ faults }: { faults: Readonly<Record<string, string>> }): ReactElement | null {
  const entries = Object.entries(faults)
  if (entries.length === 0) return null
  return (
    <Alert role="alert" variant="outline" color="red" title="This is not saved yet">
      <ul className={styles.faults}>
        {entries.map(([path, fault]) => (
          <li key={path}>{[placeInWords(path), fault].filter((part) => part !== '').join(': ')}</li>
        ))}
      </ul>
    </Alert>
  )
}
