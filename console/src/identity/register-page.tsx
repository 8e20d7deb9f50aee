import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { useFlag } from '../shell/flags.ts'
import { Page } from '../shell/page.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { AuthPage } from './auth-page.tsx'
import { PasswordField } from './password-field.tsx'
import { emailRule, newPasswordHint, newPasswordRule } from './rules.ts'
import { withCaptcha } from './with-captcha.ts'

export function RegisterPage(): ReactElement {
  if (useFlag('registration-open', true)) return <RegisterForm />
  return (
    <Page title="Register" lead="New accounts are not taken now. Whoever is invited can still come in." width="reading">
      <TextLink to="/login">Sign in</TextLink>
    </Page>
  )
}

function RegisterForm(): ReactElement {
  const navigate = useNavigate()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: '', email: '', password: '' },
    validate: { name: filled('Enter your name'), email: emailRule, password: newPasswordRule },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (values) => withCaptcha('register', (proof) => api.auth.register({ body: { ...values, ...proof } })),
    done: (_, { email }) => navigate({ to: '/check-mail', search: { email } }),
  })
  return (
    <AuthPage
      title="Register"
      lead="Listening is open to everyone. With an account you can apply as an artist."
      problem={problem}
      onSubmit={submit}
      below={
        <span>
          Already registered? <TextLink to="/login">Sign in</TextLink>
        </span>
      }
    >
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
      <Button type="submit" loading={pending}>
        Register
      </Button>
    </AuthPage>
  )
}
