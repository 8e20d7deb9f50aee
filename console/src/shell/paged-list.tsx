import { Button, Group, Skeleton, Stack } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'
import { ProblemNotice } from './problem-notice.tsx'
import type { Pages } from './use-pages.ts'

interface PagedListProps<Item> {
  readonly pages: Pages<Item>
  readonly empty: ReactNode
  readonly children: (items: readonly Item[]) => ReactNode
  readonly rowHeight?: number
}

/** The states of a list: loading, failed, empty, and filled with a way to the next page. */
export function PagedList<Item>({ pages, empty, children, rowHeight = 64 }: PagedListProps<Item>): ReactElement {
  if (pages.items === undefined) {
    return pages.error === null ? (
      <LoadingRows height={rowHeight} />
    ) : (
      <ProblemNotice error={pages.error} retry={pages.retry} />
    )
  }
  if (pages.items.length === 0) return <>{empty}</>
  return (
    <Stack gap="lg">
      {children(pages.items)}
      {pages.error !== null && <ProblemNotice error={pages.error} retry={pages.retry} />}
      {pages.more !== undefined && (
        <Group justify="center">
          <Button variant="default" onClick={pages.more} loading={pages.loadingMore}>
            Load more
          </Button>
        </Group>
      )}
    </Stack>
  )
}

export function LoadingRows({ height = 64, count = 5 }: { height?: number; count?: number }): ReactElement {
  const rows = Array.from({ length: count }, (_, row) => `row-${row + 1}`)
  return (
    <Stack gap="sm" role="status" aria-label="Loading">
      {rows.map((row) => (
        <Skeleton key={row} height={height} />
      ))}
    </Stack>
  )
}
