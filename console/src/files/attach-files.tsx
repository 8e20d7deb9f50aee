import { Button } from '@mantine/core'
import { type Dispatch, type ReactElement, type SetStateAction, useState } from 'react'
import { Row, Rows } from '../shell/rows.tsx'
import { attachment } from './attachment.ts'
import { sizeInWords } from './bytes.ts'
import { UploadField } from './upload-field.tsx'
import type { UploadedFile, UploadWay } from './use-upload.ts'

interface AttachFilesProps {
  readonly files: readonly UploadedFile[]
  readonly onChange: Dispatch<SetStateAction<readonly UploadedFile[]>>
  readonly way?: UploadWay | undefined
}

const filesMax = 10

/** Files that go along with what is being written: each is sent at once, and the field is then empty for the next. */
export function AttachFiles({ files, onChange, way }: AttachFilesProps): ReactElement {
  const [count, setCount] = useState(0)
  return (
    <div>
      {files.length > 0 && (
        <Rows label="Files to send along">
          {files.map((file) => (
            <Row
              key={file.id}
              title={file.filename}
              detail={sizeInWords(file.bytes)}
              aside={
                <Button
                  size="xs"
                  variant="default"
                  aria-label={`Leave out ${file.filename}`}
                  onClick={() => onChange((all) => all.filter(({ id }) => id !== file.id))}
                >
                  Leave out
                </Button>
              }
            />
          ))}
        </Rows>
      )}
      {files.length < filesMax && (
        <UploadField
          key={count}
          label="Files to go along"
          hint="PDF, picture or sound, at most 100 MB each. They are sent with the message."
          accept={attachment.accept}
          purpose={attachment.purpose}
          way={way}
          error={undefined}
          onDone={(file) => {
            if (file === null) return
            onChange((all) => [...all, file])
            setCount(count + 1)
          }}
        />
      )}
    </div>
  )
}
