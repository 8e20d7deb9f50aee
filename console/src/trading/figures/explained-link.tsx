import type { QueryKey, UseQueryOptions } from '@tanstack/react-query'
import type { ReactElement, ReactNode } from 'react'
import { Previewed } from '../../shell/previewed.tsx'
import { TextLink } from '../../shell/text-link.tsx'
import type { Told } from './explanation.tsx'
import { ExplanationPreview } from './explanation-preview.tsx'
import styles from './figures.module.css'

interface ExplainedLinkProps<Explanation extends Told, Key extends QueryKey> {
  /** The page of the explanation. */
  readonly to: string
  readonly params?: Readonly<Record<string, string>>
  readonly search: object
  /** What its first lines are read by. */
  readonly query: UseQueryOptions<Explanation, Error, Explanation, Key>
  readonly children: ReactNode
}

/** A figure that leads to where it comes from, and shows the short of it before. */
export function ExplainedLink<Explanation extends Told, Key extends QueryKey>({
  query,
  children,
  params = {},
  ...place
}: ExplainedLinkProps<Explanation, Key>): ReactElement {
  const way = { ...place, params }
  return (
    <Previewed
      label="Where it comes from"
      preview={() => (
        <ExplanationPreview query={query}>
          <TextLink inherit {...way}>
            Full explanation
          </TextLink>
        </ExplanationPreview>
      )}
    >
      {(describedBy) => (
        <TextLink
          inherit
          className={styles.explained}
          {...way}
          {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
        >
          {children}
        </TextLink>
      )}
    </Previewed>
  )
}
