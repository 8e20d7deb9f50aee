import { type ReactElement, type ReactNode, useCallback, useEffect, useId, useRef, useState } from 'react'
import styles from './previewed.module.css'

/** Who only passes by asks for nothing. */
const OPENS_MS = 300
/** Long enough to move onto the preview. */
const CLOSES_MS = 200
const GAP_PX = 4
const EDGE_PX = 8

interface PreviewedProps {
  readonly label: string
  /** Rendered, and so fetched, once it is shown. */
  readonly preview: () => ReactNode
  /** The link that is previewed, described by what is shown. */
  readonly children: (describedBy: string | undefined) => ReactNode
}

/**
 * A link that shows beneath it what it leads to: under a mouse that rests on it, or when the keyboard reaches it. Escape closes it, the
 * pointer may go onto it, the next Tab leads into it; a finger just follows the link.
 */
export function Previewed({ label, preview, children }: PreviewedProps): ReactElement {
  const id = useId()
  const whole = useRef<HTMLSpanElement>(null)
  const { isOpen, soon, end, dismiss } = useDelayed()
  useEscape(isOpen, () => {
    dismiss()
    // What had the focus goes, the link beside it does not.
    if (whole.current?.querySelector('[popover] :focus') != null) whole.current.querySelector('a')?.focus()
  })
  const isReached = () => whole.current?.querySelector(':focus-visible') != null
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what is pressed is the link in it
    <span
      ref={whole}
      className={styles.whole}
      // A move, not that something came to lie beneath a pointer at rest.
      onPointerMove={({ pointerType }) => pointerType !== 'touch' && soon(true)}
      onPointerLeave={() => !isReached() && soon(false)}
      onFocus={() => isReached() && soon(true)}
      onBlur={({ relatedTarget, currentTarget }) => !currentTarget.contains(relatedTarget) && end()}
      onClick={dismiss}
      onKeyDown={({ key }) => key === 'Enter' && dismiss()}
    >
      {children(isOpen ? id : undefined)}
      {isOpen && (
        <Floating id={id} label={label}>
          {preview()}
        </Floating>
      )}
    </span>
  )
}

interface Delayed {
  readonly isOpen: boolean
  readonly soon: (open: boolean) => void
  readonly end: () => void
  /** Closed until it was left. */
  readonly dismiss: () => void
}

/** Open or not, a while after it was said last; what is said again while it waits does not put it off. */
function useDelayed(): Delayed {
  const [isOpen, setOpen] = useState(false)
  const waiting = useRef<{ readonly open: boolean; readonly timer: number } | null>(null)
  const isDismissed = useRef(false)
  const now = useCallback((open: boolean) => {
    window.clearTimeout(waiting.current?.timer)
    waiting.current = null
    setOpen(open)
  }, [])
  const soon = useCallback(
    (open: boolean) => {
      if (!open) isDismissed.current = false
      if (waiting.current?.open === open || isDismissed.current) return
      window.clearTimeout(waiting.current?.timer)
      waiting.current = { open, timer: window.setTimeout(() => now(open), open ? OPENS_MS : CLOSES_MS) }
    },
    [now],
  )
  const end = useCallback(() => {
    isDismissed.current = false
    now(false)
  }, [now])
  const dismiss = useCallback(() => {
    isDismissed.current = true
    now(false)
  }, [now])
  useEffect(() => () => window.clearTimeout(waiting.current?.timer), [])
  return { isOpen, soon, end, dismiss }
}

function useEscape(isOpen: boolean, dismiss: () => void): void {
  const latest = useRef(dismiss)
  latest.current = dismiss
  useEffect(() => {
    if (!isOpen) return
    const close = ({ key }: KeyboardEvent) => key === 'Escape' && latest.current()
    document.addEventListener('keydown', close)
    return () => document.removeEventListener('keydown', close)
  }, [isOpen])
}

/** Above everything, so that no table that scrolls cuts it off, and beside its link wherever that goes. */
function Floating({ id, label, children }: { id: string; label: string; children: ReactNode }): ReactElement {
  const own = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    const shown = own.current
    if (shown === null) return
    shown.showPopover()
    const place = () => placeBeside(shown)
    place()
    const grown = new ResizeObserver(place)
    grown.observe(shown)
    window.addEventListener('scroll', place, true)
    window.addEventListener('resize', place)
    return () => {
      grown.disconnect()
      window.removeEventListener('scroll', place, true)
      window.removeEventListener('resize', place)
    }
  }, [])
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand in running text
    <span ref={own} id={id} popover="manual" role="group" aria-label={label} className={styles.floating}>
      {children}
    </span>
  )
}

function placeBeside(shown: HTMLElement): void {
  const link = shown.previousElementSibling?.getBoundingClientRect()
  if (link === undefined) return
  const { width, height } = shown.getBoundingClientRect()
  const left = Math.max(EDGE_PX, Math.min(link.left, window.innerWidth - width - EDGE_PX))
  const below = link.bottom + GAP_PX
  const isBelow = below + height <= window.innerHeight || link.top < height + GAP_PX
  shown.style.left = `${left}px`
  shown.style.top = `${isBelow ? below : link.top - GAP_PX - height}px`
}

/** A line of a preview. */
export function PreviewLine({ quiet = false, children }: { quiet?: boolean; children: ReactNode }): ReactElement {
  return <span className={quiet ? styles.quiet : undefined}>{children}</span>
}
