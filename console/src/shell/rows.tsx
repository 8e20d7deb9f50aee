import type { ReactElement, ReactNode } from 'react'
import styles from './rows.module.css'

export function Rows({ label, children }: { label: string; children: ReactNode }): ReactElement {
  return (
    <ul className={styles.rows} aria-label={label}>
      {children}
    </ul>
  )
}

interface RowProps {
  readonly title: ReactNode
  readonly detail?: ReactNode
  readonly aside?: ReactNode
}

export function Row({ title, detail, aside }: RowProps): ReactElement {
  return (
    <li className={styles.row}>
      <div className={styles.text}>
        <div className={styles.title}>{title}</div>
        {detail !== undefined && <div className={styles.detail}>{detail}</div>}
      </div>
      {aside !== undefined && <div className={styles.aside}>{aside}</div>}
    </li>
  )
}
