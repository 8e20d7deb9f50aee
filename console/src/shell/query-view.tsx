import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactElement, ReactNode } from 'react'
import { LoadingRows } from './paged-list.tsx'
import { ProblemNotice } from './problem-notice.tsx'

interface QueryViewProps<Answer> {
  readonly query: UseQueryResult<Answer>
  readonly children: (answer: Answer) => ReactNode
  readonly rows?: number
}

/** The states of one answer: loading, failed, there. */
export function QueryView<Answer>({ query, children, rows = 3 }: QueryViewProps<Answer>): ReactElement {
  if (query.data !== undefined) return <>{children(query.data)}</>
  if (query.error !== null) return <ProblemNotice error={query.error} retry={() => void query.refetch()} />
  return <LoadingRows count={rows} />
}
