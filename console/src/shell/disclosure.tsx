import { Button } from '@mantine/core'
import { type ReactElement, type ReactNode, useId, useState } from 'react'
import styles from './disclosure.module.css'

/** Something more, shown and fetched when it is asked for. */
export function Disclosure(props: { label: string; startsOpen?: boolean; children: ReactNode }): ReactElement {
  const { label, startsOpen = false, children } = props
  const [open, setOpen] = useState(startsOpen)
  const part = useId()
  return (
    <div>
      <Button
        size="compact-xs"
        variant="subtle"
        classNames={{ root: styles.button, label: styles.label }}
        aria-expanded={open}
        aria-controls={part}
        onClick={() => setOpen((was) => !was)}
      >
        {label}
      </Button>
      <div id={part}>{open && children}</div>
    </div>
  )
}
