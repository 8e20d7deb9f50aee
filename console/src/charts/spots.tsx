import { useWindowEvent } from '@mantine/hooks'
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
  // It was placed by the width that was.
  useWindowEvent('resize', () => setShown(null))
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
  readonly className?: string | undefined
  readonly style?: CSSProperties | undefined
  /** What the style sheet may tell it by. */
  readonly verdict?: string
  readonly children?: ReactNode
}

/** Of something in `Spots`: what shows its figures, and the same for whoever hears it. */
export function useSpot({ title, figures }: Pick<SpotProps, 'title' | 'figures'>) {
  const show = useContext(ShowContext)
  const begin = ({ currentTarget }: PointerEvent | FocusEvent): void => show({ element: currentTarget, title, figures })
  const end = (): void => show(null)
  return {
    heard: `${title}: ${figures.map(([name, value]) => `${name} ${value}`).join(', ')}`,
    handlers: { onPointerEnter: begin, onPointerLeave: end, onFocus: begin, onBlur: end },
  }
}

/** A cell or a bar: says its figures to whoever points at it, reaches it by the keyboard or hears it. */
export function Spot({ title, figures, className, style, verdict, children }: SpotProps): ReactElement {
  const { heard, handlers } = useSpot({ title, figures })
  return (
    <span
      role="img"
      aria-label={heard}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: its figures are shown to whoever reaches it by the keyboard
      tabIndex={0}
      data-verdict={verdict}
      className={className}
      style={style}
      {...handlers}
    >
      {children}
    </span>
  )
}
