import type { ReactElement, ReactNode } from 'react'
import { ExplainedLink } from '../figures/explained-link.tsx'
import type { FactSearch } from './explained-search.ts'
import { factQuery } from './fact-query.ts'

/** A figure of an account, a risk profile, a goal or a reconciliation that leads to where it comes from. */
export function ExplainedFact({ children, ...search }: FactSearch & { readonly children: ReactNode }): ReactElement {
  return (
    <ExplainedLink to="/trading/explained" search={search} query={factQuery(search)}>
      {children}
    </ExplainedLink>
  )
}
