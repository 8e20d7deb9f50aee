import type { ReactElement, ReactNode } from 'react'
import { ExplainedLink } from '../../figures/explained-link.tsx'
import { explainedAdherenceQuery } from '../queries.ts'
import { type AdherenceFilter, explainedFilterIn } from './adherence-filter.ts'

/** Which trades of which playbook. */
export interface AdherenceOf extends Pick<AdherenceFilter, 'account' | 'from' | 'to'> {
  readonly playbookId: string
}

interface ExplainedAdherenceProps {
  readonly of: AdherenceOf
  /** Points at it in the adherence. */
  readonly figure: string
  readonly children: ReactNode
}

/** A figure of adherence that leads to where it comes from. */
export function ExplainedAdherence({ of, figure, children }: ExplainedAdherenceProps): ReactElement {
  const { playbookId, ...window } = of
  const search = explainedFilterIn({ ...window, figure })
  return (
    <ExplainedLink
      to="/trading/playbooks/$id/explain"
      params={{ id: playbookId }}
      search={search}
      query={explainedAdherenceQuery(playbookId, search)}
    >
      {children}
    </ExplainedLink>
  )
}
