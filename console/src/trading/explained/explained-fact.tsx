import type { ReactElement, ReactNode } from 'react'
import { Previewed } from '../../shell/previewed.tsx'
import { TextLink } from '../../shell/text-link.tsx'
import { ExplanationPreview } from '../figures/explanation-preview.tsx'
import type { FactSearch } from './explained-search.ts'
import { factQuery } from './fact-query.ts'

const EXPLAIN: string = '/trading/explained'

/** A figure of an account, a risk profile, a goal or a reconciliation that leads to where it comes from, and shows the short of it before. */
export function ExplainedFact({ children, ...search }: FactSearch & { readonly children: ReactNode }): ReactElement {
  const link = (words: ReactNode, describedBy?: string) => (
    <TextLink
      inherit
      c="inherit"
      to={EXPLAIN}
      search={search}
      {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
    >
      {words}
    </TextLink>
  )
  return (
    <Previewed
      label="Where it comes from"
      preview={() => <ExplanationPreview query={factQuery(search)}>{link('Full explanation')}</ExplanationPreview>}
    >
      {(describedBy) => link(children, describedBy)}
    </Previewed>
  )
}
