import type { ReactElement, ReactNode } from 'react'
import styles from './filters.module.css'

/** Fields that narrow the list below them. */
export function Filters({ label, children }: { label: string; children: ReactNode }): ReactElement {
  return (
    <search className={styles.filters} aria-label={label}>
      {children}
    </search>
  )
}
