import { Alert } from '@mantine/core'
import { type ReactElement, type ReactNode, useId, useState } from 'react'
import type { Library } from '../files/library.ts'
import type { RichNode } from './document.ts'
import { isKnown } from './known.ts'
import styles from './rich-text.module.css'
import { Toolbar } from './toolbar.tsx'
import { useEditor } from './use-editor.ts'

interface RichTextEditorProps {
  readonly label: string
  readonly description?: ReactNode
  readonly error?: ReactNode
  /** By which a fault of the form is led to. */
  readonly path: string
  readonly required: boolean
  /** The document it begins with; a later one is not looked at. */
  readonly doc: RichNode | undefined
  readonly pictureUrl: (fileId: string) => string
  readonly picturePurpose: string
  /** Pictures that were uploaded before; absent where each text has its own. */
  readonly Library?: Library
  readonly onChange: (doc: RichNode) => void
}

/** A text with headings, lists, quotes, code, links and pictures, written as it is read. */
export function RichTextEditor(props: RichTextEditorProps): ReactElement {
  const [known] = useState(() => props.doc === undefined || isKnown(props.doc))
  if (known) return <Editing {...props} />
  return (
    <Alert variant="outline" title={props.label}>
      This text holds parts that the editor does not know. It stays as it is; the API can change it.
    </Alert>
  )
}

function Editing(props: RichTextEditorProps): ReactElement {
  const id = useId()
  const { label, description, error, path, required, doc, pictureUrl, picturePurpose, Library, onChange } = props
  const { place, editor } = useEditor({
    doc,
    pictureUrl,
    onChange,
    attributes: {
      role: 'textbox',
      'aria-multiline': 'true',
      'aria-labelledby': `${id}-label`,
      'aria-describedby': `${id}-hint ${id}-fault`,
      'aria-required': String(required),
      'aria-invalid': String(Boolean(error)),
      'data-path': path,
    },
  })
  return (
    <div className={styles.field}>
      <div className={styles.label} id={`${id}-label`}>
        {label}
        {required && (
          <span className={styles.needed} aria-hidden>
            {' *'}
          </span>
        )}
      </div>
      <div className={styles.hint} id={`${id}-hint`}>
        {description} Alt+F10 leads to the tools, Escape back to the text.
      </div>
      <div className={styles.frame} data-invalid={Boolean(error)}>
        {editor !== null && (
          <Toolbar editor={editor} label={`Tools of ${label}`} picturePurpose={picturePurpose} Library={Library} />
        )}
        <div className={styles.text} ref={place} />
      </div>
      <div className={styles.fault} id={`${id}-fault`}>
        {error}
      </div>
    </div>
  )
}
