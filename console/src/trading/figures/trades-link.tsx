import type { ReactElement, ReactNode } from 'react'
import { TextLink } from '../../shell/text-link.tsx'
import type { TradesFilter } from '../charts/spot.tsx'

const TRADES: string = '/trading/trades'

/** To the trades behind a figure. */
export function TradesLink({ filter, children }: { filter: TradesFilter; children: ReactNode }): ReactElement {
  return (
    <TextLink inherit to={TRADES} search={filter}>
      {children}
    </TextLink>
  )
}
