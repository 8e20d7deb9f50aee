import { TagsInput, Textarea } from '@mantine/core'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import '@mantine/core/styles/Pill.layer.css'
import '@mantine/core/styles/PillsInput.layer.css'
import type { ReactElement } from 'react'
import { ZonedTimeInput } from '../forms/zoned-time-field.tsx'
import { useMe } from '../identity/me.ts'
import { PersonField } from './person-field.tsx'

/** What is said about a secret, beside its path and its value. */
export interface About {
  readonly description: string
  readonly tags: string[]
  readonly ownerId: string
  /** An instant, or ''. */
  readonly expiresAt: string
}

interface AboutForm {
  readonly values: About
  readonly errors: Readonly<Record<string, unknown>>
  getInputProps(path: string): object
  setFieldValue(path: keyof About, value: string): void
}

interface AboutFieldsProps {
  readonly form: AboutForm
  readonly owner?: { readonly id: string; readonly name: string } | undefined
}

export function AboutFields({ form, owner }: AboutFieldsProps): ReactElement {
  const me = useMe()
  const self = me ? [{ id: me.user.id, name: me.user.name }] : []
  const { ownerId, expiresAt } = form.values
  return (
    <>
      <Textarea
        label="Description"
        description="What it opens, and who is to be asked. Never the value."
        rows={2}
        maxLength={500}
        {...form.getInputProps('description')}
      />
      <TagsInput label="Tags" description="Enter or a comma ends each" maxTags={20} {...form.getInputProps('tags')} />
      <PersonField
        label="Owner"
        description={
          owner === undefined ? 'Is told of what befalls it. Nobody chosen: you' : 'Is told of what befalls it'
        }
        value={ownerId}
        known={owner === undefined ? self : [owner, ...self]}
        error={textOf(form.errors.ownerId)}
        onChange={(id) => form.setFieldValue('ownerId', id)}
      />
      <ZonedTimeInput
        label="Expires"
        description="When the value stops being good where it is used. Its owner is reminded 30, 14, 7 and 1 days before, and on the day."
        value={expiresAt}
        error={textOf(form.errors.expiresAt)}
        onChange={(instant) => form.setFieldValue('expiresAt', instant)}
      />
    </>
  )
}

function textOf(error: unknown): string | undefined {
  return typeof error === 'string' ? error : undefined
}
