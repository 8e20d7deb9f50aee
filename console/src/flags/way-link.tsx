import { Anchor } from '@mantine/core'
import { useRouter } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import styles from './flags.module.css'

/** One of several ways that stand in a row. */
export function WayLink({ href, children }: { href: string; children: string }): ReactElement {
  const router = useRouter()
  return (
    <Anchor
      className={styles.way ?? ''}
      underline="always"
      href={href}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
        event.preventDefault()
        router.history.push(href)
      }}
    >
      {children}
    </Anchor>
  )
}
