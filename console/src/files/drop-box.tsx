import { type ComponentProps, type DragEvent, type ReactElement, type ReactNode, useState } from 'react'
import styles from './upload-field.module.css'

interface DropBoxProps {
  readonly input: Omit<ComponentProps<'input'>, 'type' | 'onChange'>
  readonly onFiles: (files: readonly File[]) => void
  readonly children?: ReactNode
}

/** A file input that files can be dropped on as well. */
export function DropBox({ input, onFiles, children }: DropBoxProps): ReactElement {
  const [dragging, setDragging] = useState(false)
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setDragging(false)
    onFiles([...event.dataTransfer.files])
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut of the file input inside, which does all by itself
    <div
      className={styles.box}
      data-dragging={dragging}
      onDragOver={(event) => {
        event.preventDefault()
        setDragging(true)
      }}
      onDragLeave={() => setDragging(false)}
      onDrop={drop}
    >
      <input
        {...input}
        type="file"
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])])
          // The same files may be chosen anew.
          if (input.multiple === true) event.currentTarget.value = ''
        }}
      />
      {children}
    </div>
  )
}
