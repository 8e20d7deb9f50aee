import { Stack } from '@mantine/core'
import { type ComponentProps, type ReactElement, useState } from 'react'
import type { Library } from '../files/library.ts'
import { Empty } from '../shell/empty.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { usePages } from '../shell/use-pages.ts'
import styles from './media.module.css'
import { type MediaFilter, mediaListKey, mediaPage } from './media.ts'
import { MediaFilters } from './media-filters.tsx'
import { MediaThumbnail } from './media-thumbnail.tsx'

/** What of one kind was uploaded before, each a button that chooses it. */
export function MediaChooser({ kind, chosen, onChoose }: ComponentProps<Library>): ReactElement {
  const [filter, setFilter] = useState<MediaFilter>({ kind })
  const pages = usePages([...mediaListKey, filter], (request) => mediaPage(filter, request))
  return (
    <Stack gap="md">
      <MediaFilters filter={filter} onFilter={setFilter} />
      <PagedList
        pages={pages}
        empty={
          filter.q === undefined ? (
            <Empty title="The library is empty" hint="What is uploaded is kept there." />
          ) : (
            <Empty title="Nothing found" hint="Try fewer letters." />
          )
        }
      >
        {(items) => (
          <ul className={styles.grid} aria-label="Library">
            {items
              .filter(({ state }) => state !== 'refused')
              .map((item) => (
                <li key={item.id}>
                  <button
                    type="button"
                    className={styles.choice}
                    aria-pressed={item.id === chosen}
                    onClick={() => onChoose({ id: item.id, alt: item.alt })}
                  >
                    <MediaThumbnail item={item} />
                    <span className={styles.name}>{item.filename}</span>
                  </button>
                </li>
              ))}
          </ul>
        )}
      </PagedList>
    </Stack>
  )
}
