import type { ReactElement, ReactNode } from 'react'
import styles from './finance.module.css'

/** A table of sums that scrolls sideways where it has no room. */
export function Sheet({ label, children }: { label: string; children: ReactNode }): ReactElement {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls sideways must be reachable by keyboard (WCAG 2.1.1)
    <section className={styles.scroller} aria-label={`${label}, scrolls sideways`} tabIndex={0}>
      <table className={styles.sheet}>{children}</table>
    </section>
  )
}
