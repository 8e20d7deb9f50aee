import type { ReactElement, ReactNode } from 'react'
import styles from './attached-files.module.css'
import { sizeInWords } from './bytes.ts'

export interface AttachedFile {
  readonly id: string
  readonly filename: string
  readonly bytes: number
  readonly addedAt: string
}

interface AttachedFilesProps {
  readonly files: readonly AttachedFile[]
  readonly action: (file: AttachedFile) => ReactNode
}

/** What came along with a message. */
export function AttachedFiles({ files, action }: AttachedFilesProps): ReactElement | null {
  if (files.length === 0) return null
  return (
    <ul className={styles.files} aria-label="Files of this message">
      {files.map((file) => (
        <li key={file.id}>
          <span className={styles.name}>{file.filename}</span>
          <span>{sizeInWords(file.bytes)}</span>
          {action(file)}
        </li>
      ))}
    </ul>
  )
}

export function FileLink({ file, href }: { file: AttachedFile; href: string }): ReactElement {
  return (
    <a href={href} download={file.filename} aria-label={`Download ${file.filename}`}>
      Download
    </a>
  )
}
