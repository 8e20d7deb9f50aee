import { Button } from '@mantine/core'
import { type ReactElement, type ReactNode, useId, useState } from 'react'
import { askAgain } from '../../../files/ask-again.ts'
import { DropBox } from '../../../files/drop-box.tsx'
import { type QueuedUpload, useUploads } from '../../../files/use-uploads.ts'
import { Dialog } from '../../../shell/dialog.tsx'
import styles from '../journal.module.css'
import type { Picture } from './entry-values.ts'
import { PICTURE_PURPOSE, PICTURE_TYPES, pictureUrl } from './pictures.ts'

interface EntryPicturesProps {
  readonly pictures: readonly Picture[]
  readonly error: ReactNode
  readonly onAdd: (picture: Picture) => void
  readonly onRemove: (id: string) => void
}

/** Pictures beside the text, such as screenshots of a chart: sent as soon as they are chosen or dropped. */
export function EntryPictures({ pictures, error, onAdd, onRemove }: EntryPicturesProps): ReactElement {
  const id = useId()
  const { uploads, start } = useUploads({
    purposeOf: ({ type }) => (PICTURE_TYPES.includes(type) ? PICTURE_PURPOSE : null),
    refusal: 'Only JPEG, PNG and WebP pictures are taken',
    onDone: (file) => onAdd({ id: file.id, filename: file.filename, state: 'pending' }),
  })
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        Pictures
      </label>
      <div className={styles.hint} id={`${id}-hint`}>
        JPEG, PNG or WebP, at most 15 MB each. What cameras write into them is taken out.
      </div>
      {pictures.length > 0 && (
        <ul className={styles.pictures} aria-label="Pictures of this entry">
          {pictures.map((picture) => (
            <PictureCard key={picture.id} picture={picture} onRemove={() => onRemove(picture.id)} />
          ))}
        </ul>
      )}
      <DropBox
        input={{
          ...{ id, accept: PICTURE_TYPES.join(','), multiple: true, 'aria-describedby': `${id}-hint ${id}-state` },
        }}
        onFiles={start}
      />
      <div id={`${id}-state`} role="status" className={styles.hint}>
        {uploads.map((upload) => (
          <UploadLine key={upload.key} upload={upload} />
        ))}
      </div>
      {error && <div className={styles.fault}>{error}</div>}
    </div>
  )
}

function UploadLine({ upload: { filename, state } }: { upload: QueuedUpload }): ReactElement | null {
  if (state.at === 'done') return null
  if (state.at === 'failed')
    return (
      <div className={styles.fault}>
        {filename}: {state.reason}
      </div>
    )
  return <div>{state.at === 'waiting' ? `${filename} waits` : `${state.phase} ${filename}, ${state.percent} %`}</div>
}

function PictureCard({ picture, onRemove }: { picture: Picture; onRemove: () => void }): ReactElement {
  const [large, setLarge] = useState(false)
  const { id, filename, state } = picture
  return (
    <li className={styles.picture}>
      {state === 'refused' ? (
        <span className={styles.noPicture}>It cannot be shown</span>
      ) : (
        <button type="button" className={styles.enlarge} onClick={() => setLarge(true)}>
          <img
            src={pictureUrl(id, 'small')}
            alt={`Show ${filename} large`}
            onError={(event) => askAgain(event.currentTarget)}
          />
        </button>
      )}
      <span className={styles.filename}>{filename}</span>
      <Button size="compact-xs" variant="default" aria-label={`Remove ${filename}`} onClick={onRemove}>
        Remove
      </Button>
      {large && (
        <Dialog title={filename} size="xl" onClose={() => setLarge(false)}>
          <img className={styles.large} src={pictureUrl(id, 'wide')} alt={filename} />
        </Dialog>
      )}
    </li>
  )
}
