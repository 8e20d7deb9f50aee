import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useId } from 'react'
import { DropBox } from '../files/drop-box.tsx'
import fieldStyles from '../files/upload-field.module.css'
import { type QueuedUpload, useUploads } from '../files/use-uploads.ts'
import styles from './media.module.css'
import { DOCUMENT_PURPOSE, DOCUMENTS, IMAGE_PURPOSE, mediaListKey, PICTURES } from './media.ts'

function purposeOf({ type }: File): string | null {
  if (PICTURES.split(',').includes(type)) return IMAGE_PURPOSE
  return type === DOCUMENTS ? DOCUMENT_PURPOSE : null
}

/** Takes one file or several, and sends them as soon as they are chosen or dropped. */
export function MediaUpload(): ReactElement {
  const id = useId()
  const queryClient = useQueryClient()
  const { uploads, start } = useUploads({
    purposeOf,
    refusal: 'Only JPEG, PNG, WebP and PDF are taken',
    onDone: () => void queryClient.invalidateQueries({ queryKey: mediaListKey }),
  })
  return (
    <div className={fieldStyles.field}>
      <label className={fieldStyles.label} htmlFor={id}>
        Upload files
      </label>
      <div className={fieldStyles.hint} id={`${id}-hint`}>
        JPEG, PNG and WebP up to 15 MB, PDF up to 25 MB; several at once if you like.
      </div>
      <DropBox
        input={{ id, multiple: true, accept: `${PICTURES},${DOCUMENTS}`, 'aria-describedby': `${id}-hint` }}
        onFiles={start}
      />
      <div role="status">
        {uploads.length > 0 && (
          <ul className={styles.uploads} aria-label="Uploads">
            {uploads.map((upload) => (
              <li key={upload.key} className={upload.state.at === 'failed' ? styles.failed : undefined}>
                {uploadWords(upload)}
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  )
}

function uploadWords({ filename, state }: QueuedUpload): string {
  if (state.at === 'waiting') return `${filename} waits`
  if (state.at === 'sending') return `${state.phase} ${filename}`
  if (state.at === 'failed') return `${filename}: ${state.reason}`
  return `${filename} is uploaded`
}
