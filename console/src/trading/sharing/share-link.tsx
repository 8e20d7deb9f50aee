import type { ReactElement } from 'react'
import { ButtonLink } from '../../shell/button-link.tsx'

type Subject =
  | { readonly trade: string }
  | { readonly entry: string }
  /** Trades by the filter of their list. */
  | { readonly trades: object }

/** To the dialog that shares it. */
export function ShareLink({ of }: { of: Subject }): ReactElement {
  return (
    <ButtonLink variant="default" to="/trading/shares" search={'trades' in of ? { filter: queryOf(of.trades) } : of}>
      Share
    </ButtonLink>
  )
}

function queryOf(filter: object): string {
  const pairs = Object.entries(filter).flatMap(([name, value]) => [value].flat().map((one) => [name, String(one)]))
  return new URLSearchParams(pairs).toString()
}
