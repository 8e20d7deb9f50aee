import { TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import type { ReactElement } from 'react'
import { useMe } from '../identity/me.ts'
import { emailRule } from '../identity/rules.ts'
import { filled } from '../shell/use-form-submit.ts'

export interface ContactValues {
  readonly name: string
  readonly email: string
}

export const noContact: ContactValues = { name: '', email: '' }

/** Who writes: an account says it by itself, a guest in two fields. */
export function useContact() {
  const me = useMe()
  const isGuest = me === null
  return {
    isGuest,
    ownEmail: me?.user.email ?? '',
    rules: isGuest ? { name: filled('Enter your name'), email: emailRule } : {},
    /** What of the values goes along. */
    of: ({ name, email }: ContactValues) => (isGuest ? { name, email } : {}),
  }
}

export function ContactFields<Values extends ContactValues>({
  form,
}: {
  form: UseFormReturnType<Values>
}): ReactElement {
  return (
    <>
      <TextInput key={form.key('name')} label="Your name" autoComplete="name" {...form.getInputProps('name')} />
      <TextInput
        key={form.key('email')}
        label="Your e-mail"
        description="The link to follow it goes there."
        type="email"
        autoComplete="email"
        {...form.getInputProps('email')}
      />
    </>
  )
}
