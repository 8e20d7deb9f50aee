import { type ReactElement, useEffect, useState } from 'react'
import styles from './book.module.css'

interface CountdownProps {
  readonly until: string
  readonly onEnd: () => void
}

/** How long a time is still kept, second by second. */
export function Countdown({ until, onEnd }: CountdownProps): ReactElement {
  const [now, setNow] = useState(Date.now)
  const leftMs = Math.max(Date.parse(until) - now, 0)
  const isOver = leftMs === 0
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  useEffect(() => {
    if (isOver) onEnd()
  }, [isOver, onEnd])
  const seconds = Math.floor(leftMs / 1000)
  const text = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
  return (
    <div role="timer" aria-label="Kept for you" className={styles.timer}>
      {text}
    </div>
  )
}
