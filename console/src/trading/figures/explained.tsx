import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement, ReactNode } from 'react'
import { Previewed, PreviewLine } from '../../shell/previewed.tsx'
import { explain } from '../../shell/problems.ts'
import { TextLink } from '../../shell/text-link.tsx'
import { type ExplainSearch, explainSearchIn } from './explain-search.ts'
import { behindWords } from './explain-words.ts'
import styles from './figures.module.css'
import type { FiguresSearch } from './figures-search.ts'
import { figures } from './queries.ts'
import type { FigureExplanation } from './types.ts'
import { DASH, dayInWords } from './words.ts'

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

/** An explanation changes with the trades only, after which nothing of trading stands. */
const FRESH_MS = 120_000
const STEPS = 3

function Preview({ search }: { search: ExplainSearch }): ReactElement {
  const answer = useQuery({ ...figures.explained(explainSearchIn({ ...search })), staleTime: FRESH_MS })
  return (
    <>
      {answer.data !== undefined && <Short explanation={answer.data} />}
      {answer.isPending && <Skeleton height={64} />}
      {answer.error !== null && <PreviewLine>{explain(answer.error).title}</PreviewLine>}
      <PreviewLine>
        <TextLink inherit to={EXPLAIN} search={search}>
          Full explanation
        </TextLink>
      </PreviewLine>
    </>
  )
}

function Short({ explanation: { definition, steps, value, rows } }: { explanation: FigureExplanation }): ReactElement {
  const last = steps.at(-1)
  const before = steps.slice(0, -1).filter(({ ofRows }) => !ofRows)
  return (
    <>
      <PreviewLine>
        {definition.title}: {definition.formula}
      </PreviewLine>
      {last !== undefined && (
        <PreviewLine>
          {last.formula === last.filled ? '' : `${last.formula} = `}
          {last.filled} = {value ?? 'not defined'}
        </PreviewLine>
      )}
      {before.slice(0, STEPS).map(({ name, words, value: worked }) => (
        <PreviewLine quiet key={name}>
          {name}, {words}: {worked ?? 'not defined'}
        </PreviewLine>
      ))}
      {rows.n > 0 && (
        <PreviewLine>
          {behindWords[rows.kind]}: {rows.n.toLocaleString()}
        </PreviewLine>
      )}
      {rows.items.map((row, at) => (
        <PreviewLine quiet key={String(at)}>
          {rowInWords(row)}
        </PreviewLine>
      ))}
    </>
  )
}

/** The first number of a row, with whose it is. */
function rowInWords({ symbol, day, values }: FigureExplanation['rows']['items'][number]): string {
  const [name = '', value = null] = Object.entries(values)[0] ?? []
  const whose = [symbol, day === null ? null : dayInWords(day)].filter((part) => part !== null).join(', ')
  return `${whose}${whose === '' || name === '' ? '' : ': '}${name === '' ? '' : `${name} ${value ?? DASH}`}`
}
