import type { ReactElement, ReactNode } from 'react'
import { TextLink } from '../../shell/text-link.tsx'
import type { ExplainSearch } from './explain-search.ts'
import styles from './figures.module.css'
import type { FiguresSearch } from './figures-search.ts'

/** What a figure is asked for with. */
export interface ExplainedOf {
  readonly search: FiguresSearch
  readonly currency: string
  readonly report: string
  readonly more?: NonNullable<ExplainSearch['more']>
}

const EXPLAIN: string = '/trading/figures/explain'

/** A figure that leads to where it comes from. `figure` points at it in the report’s answer. */
export function Explained(props: { of: ExplainedOf; figure: string; children: ReactNode }): ReactElement {
  const { search, ...of } = props.of
  return (
    <TextLink
      inherit
      className={styles.explained}
      to={EXPLAIN}
      search={{ ...search, ...of, figure: props.figure }}
      title="Where it comes from"
    >
      {props.children}
    </TextLink>
  )
}
