import { MultiSelect, TagsInput } from '@mantine/core'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import '@mantine/core/styles/Pill.layer.css'
import '@mantine/core/styles/PillsInput.layer.css'
import type { ReactElement } from 'react'
import { type FieldProps, hints } from './schema-form.ts'

/** Several words: of the schema's own choice, or free ones, each ended by Enter or a comma. */
export function WordsField(props: FieldProps<'words'>): ReactElement {
  const { form, path, entry } = props
  const { choices, most } = entry.field
  if (choices.length > 0) {
    return (
      <MultiSelect
        {...hints(props)}
        {...(most === undefined ? {} : { maxValues: most })}
        data={[...choices]}
        searchable
        {...form.getInputProps(path)}
      />
    )
  }
  return (
    <TagsInput
      {...hints(props)}
      {...(most === undefined ? {} : { maxTags: most })}
      description={entry.description ?? 'Enter or a comma ends each'}
      {...form.getInputProps(path)}
    />
  )
}
