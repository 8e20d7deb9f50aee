import { IconFileText, IconPhotoX } from '@tabler/icons-react'
import type { ReactElement } from 'react'
import type { MediaItem } from '../api.ts'
import { askAgain } from '../files/ask-again.ts'
import styles from './media.module.css'

/** A picture in small, or a sign for what is none. Its name stands beside it. */
export function MediaThumbnail({ item }: { item: Pick<MediaItem, 'sizes' | 'state' | 'removedAt'> }): ReactElement {
  const { sizes, state, removedAt } = item
  if (state === 'refused') return <Sign Icon={IconPhotoX} />
  if (sizes === null || removedAt !== null) return <Sign Icon={IconFileText} />
  return (
    <img
      className={styles.thumbnail}
      src={sizes.small}
      alt=""
      loading="lazy"
      onError={(event) => askAgain(event.currentTarget)}
    />
  )
}

function Sign({ Icon }: { Icon: typeof IconFileText }): ReactElement {
  return (
    <span className={styles.sign}>
      <Icon aria-hidden size={40} stroke={1.25} />
    </span>
  )
}
