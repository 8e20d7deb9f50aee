import { Checkbox, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import type { UseFormReturnType } from '@mantine/form'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { UploadField } from '../files/upload-field.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { genresQuery } from './queries.ts'
import type { SubmissionValues } from './submission-values.ts'

interface SubmissionFieldsProps {
  readonly form: UseFormReturnType<SubmissionValues>
  /** What stands for the files when another round keeps them. */
  readonly keepsFiles: boolean
}

/** Waits for the genres: a choice without its list would be shown as none. */
export function SubmissionFields(props: SubmissionFieldsProps): ReactElement {
  const genres = useQuery(genresQuery)
  return (
    <QueryView query={genres} rows={6}>
      {({ items }) => <Fields {...props} genres={items.map(({ name }) => name)} />}
    </QueryView>
  )
}

function Fields({ form, keepsFiles, genres }: SubmissionFieldsProps & { genres: readonly string[] }): ReactElement {
  const keeping = keepsFiles ? 'Leave it empty to keep the one you sent. ' : ''
  return (
    <Stack gap="lg">
      <TextInput key={form.key('title')} label="Title" {...form.getInputProps('title')} />
      <NativeSelect
        key={form.key('genre')}
        label="Genre"
        data={[{ value: '', label: 'Choose a genre' }, ...genres.map((name) => ({ value: name, label: name }))]}
        {...form.getInputProps('genre')}
      />
      <UploadField
        label="Recording"
        purpose="music.audio"
        accept="audio/*,.flac,.opus,.m4a"
        hint={`${keeping}WAV, FLAC, MP3, AAC, Ogg or Opus, 44.1 kHz or more, up to 500 MB.`}
        error={form.errors.audioFileId}
        onDone={(file) => form.setFieldValue('audioFileId', file?.id ?? '')}
      />
      <UploadField
        label="Cover"
        purpose="music.cover"
        accept="image/jpeg,image/png"
        hint={`${keeping}JPEG or PNG, square, 1000 pixels or more.`}
        error={form.errors.coverFileId}
        onDone={(file) => form.setFieldValue('coverFileId', file?.id ?? '')}
      />
      <TextInput
        key={form.key('isrc')}
        label="ISRC"
        description="Only if the recording already has one"
        {...form.getInputProps('isrc')}
      />
      <TextInput
        key={form.key('language')}
        label="Language of the lyrics"
        description="A code like en or pt-BR; empty for an instrumental"
        {...form.getInputProps('language')}
      />
      <Textarea
        key={form.key('description')}
        label="A word to the reviewer"
        rows={3}
        {...form.getInputProps('description')}
      />
      <Checkbox
        key={form.key('explicit')}
        label="The lyrics are explicit"
        {...form.getInputProps('explicit', { type: 'checkbox' })}
      />
    </Stack>
  )
}
