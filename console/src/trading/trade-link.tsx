import type { ReactElement, ReactNode } from 'react'
import { TextLink } from '../shell/text-link.tsx'

/** The page of a trade. */
export function TradeLink({ id, children }: { id: string; children: ReactNode }): ReactElement {
  return (
    <TextLink inherit to="/trading/trades/$id" params={{ id }}>
      {children}
    </TextLink>
  )
}
