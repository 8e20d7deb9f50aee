import { type ReactElement, type ReactNode, useId } from 'react'
import styles from './panel.module.css'

interface PanelProps {
  readonly title?: string
  readonly aside?: ReactNode
  readonly children: ReactNode
}

export function Panel({ title, aside, children }: PanelProps): ReactElement {
  const id = useId()
  if (title === undefined) return <div className={styles.panel}>{children}</div>
  return (
    <section className={styles.panel} aria-labelledby={id}>
      <div className={styles.head}>
        <h2 className={styles.title} id={id}>
          {title}
        </h2>
        {aside}
      </div>
      {children}
    </section>
  )
}
