import { TextInput } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import type { ReactElement } from 'react'
import { filled } from '../shell/use-form-submit.ts'
import { PasswordField } from './password-field.tsx'
import { emailRule, newPasswordHint, newPasswordRule } from './rules.ts'

interface NewAccount {
  readonly name: string
  readonly email: string
  readonly password: string
}

/** What an account begins with. */
export function useNewAccount(): UseFormReturnType<NewAccount> {
  return useForm<NewAccount>({
    mode: 'uncontrolled',
    initialValues: { name: '', email: '', password: '' },
    validate: { name: filled('Enter your name'), email: emailRule, password: newPasswordRule },
  })
}

export function NewAccountFields({ form }: { form: UseFormReturnType<NewAccount> }): ReactElement {
  return (
    <>
      <TextInput key={form.key('name')} label="Name" autoComplete="name" {...form.getInputProps('name')} />
      <TextInput
        key={form.key('email')}
        label="E-mail"
        type="email"
        autoComplete="username"
        {...form.getInputProps('email')}
      />
      <PasswordField
        key={form.key('password')}
        label="Password"
        description={newPasswordHint}
        autoComplete="new-password"
        {...form.getInputProps('password')}
      />
    </>
  )
}
