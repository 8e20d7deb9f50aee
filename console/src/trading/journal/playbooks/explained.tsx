import type { ReactElement, ReactNode } from 'react'
import { Previewed } from '../../../shell/previewed.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { ExplanationPreview } from '../../figures/explanation-preview.tsx'
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

/** A figure of adherence that leads to where it comes from, and shows the short of it before. */
export function ExplainedAdherence({ of, figure, children }: ExplainedAdherenceProps): ReactElement {
  const { playbookId, ...window } = of
  const search = explainedFilterIn({ ...window, figure })
  const link = (words: ReactNode, describedBy?: string) => (
    <TextLink
      inherit
      c="inherit"
      to="/trading/playbooks/$id/explain"
      params={{ id: playbookId }}
      search={search}
      {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
    >
      {words}
    </TextLink>
  )
  return (
    <Previewed
      label="Where it comes from"
      preview={() => (
        <ExplanationPreview query={explainedAdherenceQuery(playbookId, search)}>
          {link('Full explanation')}
        </ExplanationPreview>
      )}
    >
      {(describedBy) => link(children, describedBy)}
    </Previewed>
  )
}
