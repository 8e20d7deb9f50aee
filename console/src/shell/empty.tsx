import type { ReactElement, ReactNode } from 'react'
import styles from './empty.module.css'

/** Nothing to show yet: says why, and what brings the first one. */
export function Empty({ title, hint, action }: { title: string; hint: ReactNode; action?: ReactNode }): ReactElement {
  return (
    <div className={styles.empty}>
      <p className={styles.title}>{title}</p>
      <p className={styles.hint}>{hint}</p>
      {action}
    </div>
  )
}
