import type { ReactElement, ReactNode } from 'react'
import { Previewed } from '../../shell/previewed.tsx'
import { TextLink } from '../../shell/text-link.tsx'
import { type ExplainSearch, explainSearchIn } from './explain-search.ts'
import { ExplanationPreview } from './explanation-preview.tsx'
import styles from './figures.module.css'
import type { FiguresSearch } from './figures-search.ts'
import { figures } from './queries.ts'

/** What a figure is asked for with. */
export interface ExplainedOf {
  readonly search: FiguresSearch
  readonly currency: string
  readonly report: string
  readonly more?: NonNullable<ExplainSearch['more']>
}

const EXPLAIN: string = '/trading/figures/explain'

/** A figure that leads to where it comes from, and shows the short of it before. `figure` points at it in the report’s answer. */
export function Explained(props: { of: ExplainedOf; figure: string; children: ReactNode }): ReactElement {
  const { search, ...of } = props.of
  const asked = { ...search, ...of, figure: props.figure }
  return (
    <Previewed label="Where it comes from" preview={() => <Preview search={asked} />}>
      {(describedBy) => (
        <TextLink
          inherit
          className={styles.explained}
          to={EXPLAIN}
          search={asked}
          {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
        >
          {props.children}
        </TextLink>
      )}
    </Previewed>
  )
}

function Preview({ search }: { search: ExplainSearch }): ReactElement {
  return (
    <ExplanationPreview query={figures.explained(explainSearchIn({ ...search }))}>
      <TextLink inherit to={EXPLAIN} search={search}>
        Full explanation
      </TextLink>
    </ExplanationPreview>
  )
}
