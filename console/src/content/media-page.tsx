import { Stack } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { MediaItem } from '../api.ts'
import { sizeInWords } from '../files/bytes.ts'
import { Empty } from '../shell/empty.tsx'
import { Page } from '../shell/page.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { usePages } from '../shell/use-pages.ts'
import { When } from '../shell/when.tsx'
import styles from './media.module.css'
import { type MediaFilter, mediaListKey, mediaPage, usedWords } from './media.ts'
import { MediaFilters } from './media-filters.tsx'
import { MediaRestore } from './media-restore.tsx'
import { MediaThumbnail } from './media-thumbnail.tsx'
import { MediaUpload } from './media-upload.tsx'

const route = getRouteApi('/content-writers/content/media')

/** Every picture and document that was uploaded for content. */
export function MediaPage(): ReactElement {
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const pages = usePages([...mediaListKey, filter], (request) => mediaPage(filter, request))
  return (
    <Page title="Media" lead="Pictures and documents of the site, and what uses them.">
      <Stack gap="lg">
        <MediaUpload />
        <MediaFilters filter={filter} kinds onFilter={(change) => void navigate({ search: change, replace: true })} />
        <PagedList pages={pages} empty={<NothingHere filter={filter} />} rowHeight={160}>
          {(items) => (
            <ul className={styles.grid} aria-label="Media">
              {items.map((item) => (
                <MediaCard key={item.id} item={item} />
              ))}
            </ul>
          )}
        </PagedList>
      </Stack>
    </Page>
  )
}

function MediaCard({ item }: { item: MediaItem }): ReactElement {
  return (
    <li className={styles.item}>
      <MediaThumbnail item={item} />
      <div className={styles.name}>
        {item.removedAt === null ? (
          <TextLink to="/content/media/$id" params={{ id: item.id }}>
            {item.filename}
          </TextLink>
        ) : (
          item.filename
        )}
      </div>
      <div className={styles.detail}>{`${sizeInWords(item.bytes)}. ${usedWords(item)}`}</div>
      {item.removedAt !== null && (
        <div className={styles.detail}>
          Deleted <When at={item.removedAt} />
        </div>
      )}
      {item.removedAt !== null && <MediaRestore item={item} />}
      {item.state === 'refused' && (
        <div>
          <StateBadge tone="negative">Cannot be shown</StateBadge>
        </div>
      )}
    </li>
  )
}

function NothingHere({ filter }: { filter: MediaFilter }): ReactElement {
  if (Object.keys(filter).length > 0) return <Empty title="Nothing found" hint="Try fewer letters, or all kinds." />
  return <Empty title="There is nothing here yet" hint="What you upload here or in an entry is kept in this place." />
}
