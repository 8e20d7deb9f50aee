import { useQuery } from '@tanstack/react-query'
import type { ReactElement, ReactNode } from 'react'
import type { ContentType } from '../api.ts'
import { Page } from '../shell/page.tsx'
import { LoadingRows } from '../shell/paged-list.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { typesQuery } from './queries.ts'

/** Shows what stands on a kind of content, once the server has said what it is. */
export function WithType({
  name,
  children,
}: {
  name: string
  children: (type: ContentType) => ReactNode
}): ReactElement {
  const { data, error, refetch } = useQuery(typesQuery)
  if (data === undefined) {
    return (
      <Page title="Content">
        {error === null ? <LoadingRows /> : <ProblemNotice error={error} retry={() => void refetch()} />}
      </Page>
    )
  }
  const type = data.items.find((one) => one.name === name)
  if (type !== undefined) return <>{children(type)}</>
  return (
    <Page title="There is no such content" lead="Nothing of this kind exists, or you may not write it." width="reading">
      <TextLink to="/content">To all content</TextLink>
    </Page>
  )
}
