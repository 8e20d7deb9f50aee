import type { ReactElement } from 'react'
import { TextLink } from '../../../shell/text-link.tsx'
import styles from '../journal.module.css'
import type { Remembered } from '../types.ts'
import { scopes } from '../words.ts'

/** Entries of another time, each by its beginning. */
export function RememberedEntries({ entries }: { entries: readonly Remembered[] }): ReactElement {
  return (
    <>
      {entries.map(({ id, title, scope, excerpt }) => (
        <p key={id} className={styles.excerpt}>
          <TextLink inherit to="/trading/journal/entries/$id" params={{ id }}>
            {title.trim() === '' ? scopes[scope] : title}
          </TextLink>{' '}
          {excerpt}
        </p>
      ))}
    </>
  )
}
