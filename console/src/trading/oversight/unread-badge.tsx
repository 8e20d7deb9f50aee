import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { unreadQuery } from './queries.ts'
import styles from './unread-badge.module.css'

const REFETCH_MS = 60_000
const SHOWN_MAX = 99

/** How many notices were not read; nothing where there are none. */
export function UnreadBadge(): ReactElement | null {
  const { data: unread = 0 } = useQuery({ ...unreadQuery, refetchInterval: REFETCH_MS })
  if (unread === 0) return null
  return (
    <>
      {' '}
      <span className={styles.badge}>
        {unread > SHOWN_MAX ? `${SHOWN_MAX}+` : unread}
        <span className={styles.words}> unread</span>
      </span>
    </>
  )
}
