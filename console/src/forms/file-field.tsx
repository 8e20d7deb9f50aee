import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import { askAgain } from '../files/ask-again.ts'
import { UploadField } from '../files/upload-field.tsx'
import styles from './fields.module.css'
import type { FieldProps } from './schema-form.ts'
import { useFormSources } from './sources.ts'

/** A file by its id; another one is uploaded at once and stands in its place when the form is saved. */
export function FileField({ form, path, entry }: FieldProps<'file'>): ReactElement {
  const { pictureUrl, fileUrl, pictures, files } = useFormSources()
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
