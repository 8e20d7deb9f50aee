import { Stack, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import type { ReactElement } from 'react'
import { isEmptyText } from '../../../rich-text/document.ts'
import { RichTextEditor } from '../../../rich-text/rich-text-editor.tsx'
import { MoodFields } from '../mood-fields.tsx'
import { TagsField } from '../tags-field.tsx'
import { EntryPictures } from './entry-pictures.tsx'
import type { EntryValues } from './entry-values.ts'
import { PICTURE_PURPOSE, pictureUrl } from './pictures.ts'

/** All there is to write of an entry. */
export function EntryFields({ form }: { form: UseFormReturnType<EntryValues> }): ReactElement {
  const { body, tagIds, pictures } = form.values
  return (
    <Stack gap="lg">
      <TextInput label="Title" maxLength={200} {...form.getInputProps('title')} />
      <RichTextEditor
        label="Text"
        path="body"
        required={false}
        doc={body}
        error={form.errors.body}
        pictureUrl={(fileId) => pictureUrl(fileId, 'wide')}
        picturePurpose={PICTURE_PURPOSE}
        onChange={(doc) => form.setFieldValue('body', isEmptyText(doc) ? undefined : doc)}
      />
      <EntryPictures
        pictures={pictures}
        error={Object.entries(form.errors).find(([path]) => path.startsWith('pictures'))?.[1]}
        onAdd={(picture) => form.setFieldValue('pictures', (now) => [...now, picture])}
        onRemove={(id) => form.setFieldValue('pictures', (now) => now.filter((one) => one.id !== id))}
      />
      <MoodFields mood={form.getInputProps('mood')} words={form.getInputProps('moodWords')} />
      <TagsField
        label="Tags"
        value={tagIds}
        error={form.errors.tagIds}
        onChange={(ids) => form.setFieldValue('tagIds', ids)}
      />
    </Stack>
  )
}
