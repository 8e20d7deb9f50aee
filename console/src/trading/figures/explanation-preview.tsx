import { Skeleton } from '@mantine/core'
import { type QueryKey, type UseQueryOptions, useQuery } from '@tanstack/react-query'
import type { ReactElement, ReactNode } from 'react'
import { PreviewLine } from '../../shell/previewed.tsx'
import { explain } from '../../shell/problems.ts'
import { behindWords } from './explain-words.ts'
import type { Told } from './explanation.tsx'
import { DASH, dayInWords } from './words.ts'

/** An explanation changes with the trades only, after which nothing of trading stands. */
const FRESH_MS = 120_000
const STEPS = 3

/** The short of an explanation, with the way to all of it. */
export function ExplanationPreview<Explanation extends Told, Key extends QueryKey>({
  query,
  children,
}: {
  readonly query: UseQueryOptions<Explanation, Error, Explanation, Key>
  readonly children: ReactNode
}): ReactElement {
  const answer = useQuery({ ...query, staleTime: FRESH_MS })
  return (
    <>
      {answer.data !== undefined && <Short explanation={answer.data} />}
      {answer.isPending && <Skeleton height={64} />}
      {answer.error !== null && <PreviewLine>{explain(answer.error).title}</PreviewLine>}
      <PreviewLine>{children}</PreviewLine>
    </>
  )
}

function Short({ explanation: { definition, steps, value, rows } }: { explanation: Told }): ReactElement {
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

/** The first number of a row that says something, with whose it is. */
function rowInWords({ what, symbol, day, values }: Told['rows']['items'][number]): string {
  const numbers = Object.entries(values)
  const [name = '', value = null] = numbers.find(([, one]) => one !== null && one !== '0') ?? numbers[0] ?? []
  const whose = [what, symbol, day === null ? null : dayInWords(day)].filter((part) => part !== null).join(', ')
  return `${whose}${whose === '' || name === '' ? '' : ': '}${name === '' ? '' : `${name} ${value ?? DASH}`}`
}
