import type { ReactElement, ReactNode } from 'react'
import { type ExplainSearch, explainSearchIn } from './explain-search.ts'
import { ExplainedLink } from './explained-link.tsx'
import type { FiguresSearch } from './figures-search.ts'
import { figures } from './queries.ts'

/** What a figure is asked for with. */
export interface ExplainedOf {
  readonly search: FiguresSearch
  readonly currency: string
  readonly report: string
  readonly more?: NonNullable<ExplainSearch['more']>
}

/** `figure` points at it in the report’s answer. */
export function Explained(props: { of: ExplainedOf; figure: string; children: ReactNode }): ReactElement {
  const { search, ...of } = props.of
  const asked = { ...search, ...of, figure: props.figure }
  return (
    <ExplainedLink
      to="/trading/figures/explain"
      search={asked}
      query={figures.explained(explainSearchIn({ ...asked }))}
    >
      {props.children}
    </ExplainedLink>
  )
}
