import { VisuallyHidden } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import {
  type CSSProperties,
  createContext,
  type FocusEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useContext,
  useMemo,
  useRef,
  useState,
} from 'react'
import styles from './chart.module.css'
import { Tip, type TipFigures } from './tip.tsx'

type Show = (shown: Shown | null) => void

interface Shown {
  readonly element: Element
  readonly title: string
  readonly figures: TipFigures
}

const ShowContext = createContext<Show>(() => {})

/** Around spots: shows the figures of the one that is pointed at or has the focus. */
export function Spots({ className, children }: { className?: string; children: ReactNode }): ReactElement {
  const area = useRef<HTMLDivElement>(null)
  const [shown, setShown] = useState<(Omit<Shown, 'element'> & { place: CSSProperties }) | null>(null)
  const show = useMemo(
    () => (asked: Shown | null) => {
      const frame = area.current?.getBoundingClientRect()
      if (asked === null || frame === undefined) return setShown(null)
      const spot = asked.element.getBoundingClientRect()
      const left = spot.left - frame.left
      const side = left * 2 < frame.width ? { left } : { right: frame.right - spot.right }
      setShown({ ...asked, place: { top: spot.bottom - frame.top + 6, ...side } })
    },
    [],
  )
  return (
    <ShowContext value={show}>
      <div ref={area} className={className} style={{ position: 'relative' }}>
        {children}
        {shown !== null && <Tip title={shown.title} figures={shown.figures} place={shown.place} />}
      </div>
    </ShowContext>
  )
}

interface SpotProps {
  readonly title: string
  readonly figures: TipFigures
  /** The trades behind; without it there is nowhere to go. */
  readonly filter?: TradesFilter | undefined
  readonly className?: string | undefined
  readonly style?: CSSProperties
  readonly children?: ReactNode
}

/** What GET /api/trading/trades takes, which is what its page takes. */
export type TradesFilter = Readonly<Record<string, string | number | readonly string[]>>

/** A cell or a bar: says its figures to whoever points at it, reaches it by the keyboard or hears it, and leads to its trades. */
export function Spot({ title, figures, filter, className, style, children }: SpotProps): ReactElement {
  const show = useContext(ShowContext)
  const begin = ({ currentTarget }: PointerEvent | FocusEvent): void => show({ element: currentTarget, title, figures })
  const end = (): void => show(null)
  const heard = `${title}: ${figures.map(([name, value]) => `${name} ${value}`).join(', ')}`
  const shared = {
    ...{ className, style },
    ...{ onPointerEnter: begin, onPointerLeave: end, onFocus: begin, onBlur: end },
  }
  if (filter === undefined) {
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: its figures are shown to whoever reaches it by the keyboard
      <span role="img" aria-label={heard} tabIndex={0} {...shared}>
        {children}
      </span>
    )
  }
  return (
    <Link to={TRADES} search={filter} {...shared}>
      <VisuallyHidden>{heard}</VisuallyHidden>
      <span className={styles.shown} aria-hidden="true">
        {children}
      </span>
    </Link>
  )
}

const TRADES: string = '/trading/trades'
