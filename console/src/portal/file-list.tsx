import { Button, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactElement, ReactNode } from 'react'
import type { AttachedFile } from '../files/attached-files.tsx'
import { sizeInWords } from '../files/bytes.ts'
import { notifyProblem } from '../shell/notify.ts'
import { Row, Rows } from '../shell/rows.tsx'
import { When } from '../shell/when.tsx'
import styles from './portal.module.css'

interface FileListProps {
  readonly label: string
  readonly files: readonly AttachedFile[]
  readonly action: (file: AttachedFile) => ReactNode
}

export function FileList({ label, files, action }: FileListProps): ReactElement {
  if (files.length === 0) return <Text c="dimmed">No files yet.</Text>
  return (
    <Rows label={label}>
      {files.map((file) => (
        <Row
          key={file.id}
          title={<span className={styles.file}>{file.filename}</span>}
          detail={
            <>
              {sizeInWords(file.bytes)}, <When at={file.addedAt} />
            </>
          }
          aside={action(file)}
        />
      ))}
    </Rows>
  )
}

interface FetchedFileProps {
  readonly file: AttachedFile
  readonly fetch: (id: string) => Promise<Response>
}

/** Where a secret has to go along, no address leads to the file: the page fetches it and hands it to the browser. */
export function FetchedFile({ file, fetch }: FetchedFileProps): ReactElement {
  const load = useMutation({
    mutationFn: async () => await (await fetch(file.id)).blob(),
    onSuccess: (bytes) => save(bytes, file.filename),
    onError: notifyProblem,
  })
  return (
    <Button
      size="xs"
      variant="default"
      aria-label={`Download ${file.filename}`}
      loading={load.isPending}
      onClick={() => load.mutate()}
    >
      Download
    </Button>
  )
}

function save(bytes: Blob, filename: string): void {
  const url = URL.createObjectURL(bytes)
  const link = document.createElement('a')
  link.href = url
  link.download = filename
  link.click()
  URL.revokeObjectURL(url)
}
