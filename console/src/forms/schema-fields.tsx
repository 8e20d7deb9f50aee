import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import { lazy, type ReactElement, Suspense } from 'react'
import { LoadingRows } from '../shell/paged-list.tsx'
import { FieldStack, type SchemaFieldProps } from './field-stack.tsx'
import type { Entry } from './fields.ts'
import { FileField } from './file-field.tsx'
import { ListField } from './list-field.tsx'
import { MoneyField } from './money-field.tsx'
import { ObjectField } from './object-field.tsx'
import { ReferenceField } from './reference-field.tsx'
import { type FieldProps, hints, type SchemaForm } from './schema-form.ts'
import { UnknownField } from './unknown-field.tsx'
import { WordsField } from './words-field.tsx'
import { ZonedTimeField } from './zoned-time-field.tsx'

const RichTextField = lazy(async () => ({ default: (await import('./rich-text-field.tsx')).RichTextField }))

/** A field for each property of an object; `under` is the path of the object in the form. */
export function SchemaFields(props: { form: SchemaForm; entries: readonly Entry[]; under?: string }): ReactElement {
  return <FieldStack under="" {...props} Field={SchemaField} />
}

/** One value, entered as its schema asks. */
function SchemaField({ form, path, entry }: SchemaFieldProps): ReactElement {
  const place = { form, path }
  const { field } = entry
  switch (field.kind) {
    case 'text':
    case 'number':
      return <LineField {...place} entry={{ ...entry, field }} />
    case 'long-text':
      return <LongTextField {...place} entry={{ ...entry, field }} />
    case 'instant':
      return <ZonedTimeField {...place} entry={{ ...entry, field }} />
    case 'boolean':
      return <BooleanField {...place} entry={{ ...entry, field }} />
    case 'choice':
      return <ChoiceField {...place} entry={{ ...entry, field }} />
    case 'money':
      return <MoneyField {...place} entry={{ ...entry, field }} />
    case 'words':
      return <WordsField {...place} entry={{ ...entry, field }} />
    case 'list':
      return <ListField {...place} entry={{ ...entry, field }} Field={SchemaField} />
    case 'object':
      return <ObjectField {...place} entry={{ ...entry, field }} Field={SchemaField} />
    case 'file':
      return <FileField {...place} entry={{ ...entry, field }} />
    case 'reference':
      return <ReferenceField {...place} entry={{ ...entry, field }} />
    case 'rich-text':
      return (
        <Suspense fallback={<LoadingRows height={240} count={1} />}>
          <RichTextField {...place} entry={{ ...entry, field }} />
        </Suspense>
      )
    case 'unknown':
      return <UnknownField {...place} entry={{ ...entry, field }} />
  }
}

const keyboards = { text: 'text', email: 'email', url: 'url', date: 'text' } as const

function LineField(props: FieldProps<'text' | 'number'>): ReactElement {
  const { field } = props.entry
  const isNumber = field.kind === 'number'
  return (
    <TextInput
      {...hints(props)}
      type={isNumber || field.input !== 'date' ? 'text' : 'date'}
      inputMode={isNumber ? (field.whole ? 'numeric' : 'decimal') : keyboards[field.input]}
      autoComplete="off"
      {...(field.kind === 'text' ? lengthHint(field) : {})}
      {...props.form.getInputProps(props.path)}
    />
  )
}

function lengthHint({ maxLength }: { maxLength: number | undefined }): { maxLength?: number } {
  return maxLength === undefined ? {} : { maxLength }
}

function LongTextField(props: FieldProps<'long-text'>): ReactElement {
  return (
    <Textarea {...hints(props)} rows={4} {...lengthHint(props.entry.field)} {...props.form.getInputProps(props.path)} />
  )
}

function BooleanField({ form, path, entry }: FieldProps<'boolean'>): ReactElement {
  return (
    <Checkbox
      label={entry.label}
      description={entry.description}
      {...form.getInputProps(path, { type: 'checkbox' })}
      checked={form.getInputProps(path, { type: 'checkbox' }).checked === true}
    />
  )
}

function ChoiceField(props: FieldProps<'choice'>): ReactElement {
  const { choices } = props.entry.field
  return (
    <NativeSelect
      {...hints(props)}
      data={[{ value: '', label: props.entry.required ? 'Choose one' : 'None' }, ...choices]}
      {...props.form.getInputProps(props.path)}
    />
  )
}
