import { Button } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { askAgain } from '../files/ask-again.ts'
import { UploadField } from '../files/upload-field.tsx'
import { Dialog } from '../shell/dialog.tsx'
import styles from './fields.module.css'
import type { FieldProps } from './schema-form.ts'
import { useFormSources } from './sources.ts'

/** A file by its id; another one is uploaded at once and stands in its place when the form is saved. */
export function FileField({ form, path, entry }: FieldProps<'file'>): ReactElement {
  const { pictureUrl, fileUrl, pictures, files, Library } = useFormSources()
  const [choosing, setChoosing] = useState(false)
  const { isPicture } = entry.field
  const { value, error } = form.getInputProps(path)
  const held = typeof value === 'string' ? value : ''
  return (
    <div>
      <UploadField
        label={entry.label}
        hint={entry.description ?? 'It is sent as soon as it is chosen.'}
        {...(isPicture ? pictures : files)}
        error={error}
        path={path}
        onDone={(file) => {
          if (file !== null) form.setFieldValue(path, file.id)
        }}
      />
      <Button
        size="xs"
        variant="default"
        my={8}
        h="auto"
        mih={30}
        maw="100%"
        py={4}
        styles={{ label: { whiteSpace: 'normal', overflowWrap: 'anywhere' } }}
        onClick={() => setChoosing(true)}
      >
        {`Choose ${entry.label.toLowerCase()} from the library`}
      </Button>
      {choosing && (
        <Dialog title={`${entry.label} from the library`} size="xl" onClose={() => setChoosing(false)}>
          <Library
            kind={isPicture ? 'image' : 'document'}
            onChoose={({ id }) => {
              form.setFieldValue(path, id)
              setChoosing(false)
            }}
          />
        </Dialog>
      )}
      {held !== '' && (
        <div className={styles.file}>
          {isPicture ? (
            <img
              className={styles.picture}
              src={pictureUrl(held)}
              alt={`${entry.label}, as it is now`}
              onError={(event) => askAgain(event.currentTarget)}
            />
          ) : (
            <a href={fileUrl(held)}>{`${entry.label}, as it is now`}</a>
          )}
          <Button size="xs" variant="default" onClick={() => form.setFieldValue(path, '')}>
            {`Remove ${entry.label.toLowerCase()}`}
          </Button>
        </div>
      )}
    </div>
  )
}
