import { NativeSelect } from '@mantine/core'
import { type ReactElement, type ReactNode, useState } from 'react'
import { Empty } from '../shell/empty.tsx'
import { Filters } from '../shell/filters.tsx'
import { Page } from '../shell/page.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { Rows } from '../shell/rows.tsx'
import { type PageAnswer, usePages } from '../shell/use-pages.ts'

interface QueuePageProps<State extends string, Item> {
  readonly title: string
  readonly lead: string
  readonly queryKey: string
  /** What can be looked at beside what waits for a reviewer. */
  readonly states: readonly State[]
  readonly labels: Readonly<Record<State, { readonly label: string }>>
  readonly load: (query: { state?: State; cursor?: string }, signal: AbortSignal) => Promise<PageAnswer<Item>>
  readonly children: (item: Item) => ReactNode
}

/** What reviewers have to look at, by state. */
export function QueuePage<State extends string, Item>(props: QueuePageProps<State, Item>): ReactElement {
  const { title, lead, queryKey, states, labels, load, children } = props
  const [state, setState] = useState<State | ''>('')
  const pages = usePages(['review', queryKey, state], ({ cursor, signal }) =>
    load({ ...(state === '' ? {} : { state }), ...(cursor === undefined ? {} : { cursor }) }, signal),
  )
  return (
    <Page title={title} eyebrow="Review" lead={lead}>
      <Filters label={title}>
        <NativeSelect
          label="State"
          value={state}
          onChange={(event) => setState(event.currentTarget.value as typeof state)}
          data={[
            { value: '', label: 'Waiting for a reviewer' },
            ...states.map((value) => ({ value, label: labels[value].label })),
          ]}
        />
      </Filters>
      <PagedList pages={pages} empty={<Empty title="None here" hint="Look at another state, or come back later." />}>
        {(items) => <Rows label={title}>{items.map(children)}</Rows>}
      </PagedList>
    </Page>
  )
}
