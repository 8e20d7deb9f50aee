import type { ReactElement } from 'react'
import { isEmptyText, type RichNode } from '../rich-text/document.ts'
import { RichTextEditor } from '../rich-text/rich-text-editor.tsx'
import { type FieldProps, hints } from './schema-form.ts'
import { useFormSources } from './sources.ts'

/** A text by its document; one that was emptied counts as none. */
export function RichTextField(props: FieldProps<'rich-text'>): ReactElement {
  const { form, path } = props
  const { pictureUrl, pictures, Library } = useFormSources()
  const { value, error } = form.getInputProps(path)
  return (
    <RichTextEditor
      {...hints(props)}
      path={path}
      error={error}
      doc={value as RichNode | undefined}
      pictureUrl={pictureUrl}
      picturePurpose={pictures.purpose}
      Library={Library}
      onChange={(doc) => form.setFieldValue(path, isEmptyText(doc) ? undefined : doc)}
    />
  )
}
