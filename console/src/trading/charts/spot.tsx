import { VisuallyHidden } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { CSSProperties, ReactElement, ReactNode } from 'react'
import styles from '../../charts/chart.module.css'
import { Spot as PlainSpot, useSpot } from '../../charts/spots.tsx'
import type { TipFigures } from '../../charts/tip.tsx'

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

/** A spot that leads to its trades. */
export function Spot({ filter, ...spot }: SpotProps): ReactElement {
  const { heard, handlers } = useSpot(spot)
  if (filter === undefined) return <PlainSpot {...spot} />
  const { className, style, children } = spot
  return (
    <Link to={TRADES} search={filter} className={className} style={style} {...handlers}>
      <VisuallyHidden>{heard}</VisuallyHidden>
      <span className={styles.shown} aria-hidden="true">
        {children}
      </span>
    </Link>
  )
}

const TRADES: string = '/trading/trades'
