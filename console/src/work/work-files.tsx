import { Anchor, Button, NativeSelect, Stack } from '@mantine/core'
import type { QueryKey } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useState } from 'react'
import { attachment } from '../files/attachment.ts'
import { sizeInWords } from '../files/bytes.ts'
import { UploadField } from '../files/upload-field.tsx'
import { Disclosure } from '../shell/disclosure.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { useStep } from '../shell/use-step.ts'
import { When } from '../shell/when.tsx'
import type { Visibility, WorkFile } from './types.ts'
import { visibilityWords } from './words.ts'
import { useReaders } from './write-form.tsx'

interface WorkFilesProps {
  /** Where several such lists stand on a page: what this one belongs to. */
  readonly of?: string
  readonly files: readonly WorkFile[]
  readonly urlOf: (fileId: string) => string
  readonly queryKey: QueryKey
  readonly onAdd: (added: { fileId: string; visibility: Visibility }) => Promise<unknown>
}

/** Files to fetch, and one more to add. */
export function WorkFiles({ of, files, urlOf, queryKey, onAdd }: WorkFilesProps): ReactElement {
  return (
    <Stack gap="md">
      {files.length > 0 && (
        <Rows label={of === undefined ? 'Files' : `Files of ${of}`}>
          {files.map(({ id, filename, bytes, visibility, addedAt }) => (
            <Row
              key={id}
              title={
                <Anchor href={urlOf(id)} download={filename} underline="always">
                  {filename}
                </Anchor>
              }
              detail={
                <>
                  {sizeInWords(bytes)}, <When at={addedAt} />
                </>
              }
              aside={<StateBadge tone="quiet">{visibilityWords(visibility)}</StateBadge>}
            />
          ))}
        </Rows>
      )}
      <Disclosure label={of === undefined ? 'Add a file' : `Add a file to ${of}`}>
        {/* With each file that arrives the form begins anew. */}
        <AddFile key={files.length} queryKey={queryKey} onAdd={onAdd} />
      </Disclosure>
    </Stack>
  )
}

function AddFile({ queryKey, onAdd }: Pick<WorkFilesProps, 'queryKey' | 'onAdd'>): ReactElement {
  const [fileId, setFileId] = useState<string | null>(null)
  const [visibility, setVisibility] = useState<Visibility>('customer')
  const [fault, setFault] = useState<string>()
  const readers = useReaders()
  const step = useStep<unknown>({ of: queryKey })
  const add = (event: FormEvent): void => {
    event.preventDefault()
    setFault(fileId === null ? 'Choose a file, and wait until it is uploaded' : undefined)
    if (fileId !== null) step.run('The file is added.', () => onAdd({ fileId, visibility }))
  }
  return (
    <form onSubmit={add} noValidate aria-label="Add a file">
      <Stack gap="md" mt="sm">
        <ProblemNotice error={step.problem} />
        <UploadField
          label="File"
          hint="PDF, pictures and sound, up to 100 MB"
          accept={attachment.accept}
          purpose={attachment.purpose}
          error={fault}
          onDone={(file) => {
            setFileId(file?.id ?? null)
            setFault(undefined)
          }}
        />
        <NativeSelect
          label="Who sees it"
          value={visibility}
          data={[...readers]}
          onChange={(event) =>
            setVisibility(readers.find(({ value }) => value === event.currentTarget.value)?.value ?? visibility)
          }
        />
        <Button type="submit" variant="default" loading={step.pending} style={{ alignSelf: 'flex-start' }}>
          Add the file
        </Button>
      </Stack>
    </form>
  )
}
