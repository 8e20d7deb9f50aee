import { Button } from '@mantine/core'
import { type ReactElement, type ReactNode, useId } from 'react'
import { sizeInWords } from './bytes.ts'
import { DropBox } from './drop-box.tsx'
import styles from './upload-field.module.css'
import { type UploadedFile, type UploadPurpose, type UploadState, type UploadWay, useUpload } from './use-upload.ts'

interface UploadFieldProps {
  readonly label: string
  readonly hint: ReactNode
  readonly accept: string
  readonly purpose: UploadPurpose
  /** For somebody without an account. */
  readonly way?: UploadWay | undefined
  /** What the form or the server found wrong with it. */
  readonly error: ReactNode
  /** The path of the form's value, by which its fault is led to. */
  readonly path?: string
  readonly onDone: (file: UploadedFile | null) => void
}

/** A file is sent as soon as it is chosen or dropped; the form carries its id. */
export function UploadField({
  label,
  hint,
  accept,
  purpose,
  way,
  error,
  path,
  onDone,
}: UploadFieldProps): ReactElement {
  const id = useId()
  const { state, start, cancel } = useUpload({ purpose, way, onDone })
  const fault = state.at === 'failed' ? `${state.filename}: ${state.reason}` : error
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <div className={styles.hint} id={`${id}-hint`}>
        {hint}
      </div>
      <DropBox
        input={{
          ...{ id, accept, 'data-path': path, 'aria-describedby': `${id}-hint ${id}-state` },
          'aria-invalid': Boolean(fault),
        }}
        onFiles={([file]) => {
          if (file !== undefined) void start(file)
        }}
      >
        <UploadProgress label={label} state={state} onCancel={cancel} />
      </DropBox>
      <div id={`${id}-state`} role="status">
        {fault ? <span className={styles.error}>{fault}</span> : <StateInWords state={state} />}
      </div>
    </div>
  )
}

interface UploadProgressProps {
  readonly label: string
  readonly state: UploadState
  readonly onCancel: () => void
}

function UploadProgress({ label, state, onCancel }: UploadProgressProps): ReactElement | null {
  if (state.at === 'failed' && state.again !== undefined)
    return (
      <Button size="xs" variant="default" onClick={state.again} aria-label={`Try the upload of ${label} again`}>
        Try again
      </Button>
    )
  if (state.at !== 'sending') return null
  return (
    <>
      <progress className={styles.progress} aria-label={`Upload of ${label}`} max={100} value={state.percent} />
      <Button size="xs" variant="default" onClick={onCancel} aria-label={`Cancel the upload of ${label}`}>
        Cancel
      </Button>
    </>
  )
}

function StateInWords({ state }: { state: UploadState }): ReactElement | null {
  if (state.at === 'sending') return <span className={styles.hint}>{`${state.phase} ${state.filename}`}</span>
  if (state.at !== 'done') return null
  return <span className={styles.hint}>{`${state.file.filename} is uploaded (${sizeInWords(state.file.bytes)})`}</span>
}
