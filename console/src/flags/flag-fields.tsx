import { Checkbox, Textarea, TextInput } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import type { ReactElement } from 'react'
import styles from './flags.module.css'
import { OwnerField } from './owner-field.tsx'
import { type FlagFormType, VariantList } from './variant-list.tsx'

interface FlagFieldsProps {
  readonly form: FlagFormType
  readonly owner: { readonly id: string; readonly name: string } | null
}

const below = ['label', 'input', 'description', 'error'] as const

/** What a flag is everywhere, beside its key and its type. */
export function FlagFields({ form, owner }: FlagFieldsProps): ReactElement {
  const { ownerId } = form.errors
  return (
    <>
      <TextInput label="Title" required maxLength={200} {...form.getInputProps('title')} />
      <Textarea label="Description" autosize minRows={2} maxLength={2000} {...form.getInputProps('description')} />
      <VariantList form={form} />
      <Checkbox
        classNames={{ description: styles.beside ?? '' }}
        label="Public"
        description="Browsers and apps get its answer without a key."
        {...form.getInputProps('isPublic', { type: 'checkbox' })}
      />
      <Checkbox
        classNames={{ description: styles.beside ?? '' }}
        label="Permanent"
        description="It is never called stale."
        {...form.getInputProps('isPermanent', { type: 'checkbox' })}
      />
      <div className={styles.fields}>
        <TextInput
          label="Stale after, days"
          description="Without a number: 40 of a flag that is on or off, 90 of others."
          inputWrapperOrder={[...below]}
          inputMode="numeric"
          maxLength={4}
          {...form.getInputProps('staleAfterDays')}
        />
        <OwnerField
          value={form.values.ownerId}
          owner={owner}
          error={typeof ownerId === 'string' ? ownerId : undefined}
          onChange={(id) => form.setFieldValue('ownerId', id)}
        />
      </div>
      <TextInput
        label="Why"
        description="Stands in the history. It may be left empty."
        inputWrapperOrder={[...below]}
        maxLength={500}
        {...form.getInputProps('reason')}
      />
    </>
  )
}
