import { Button } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { useFlag } from '../shell/flags.ts'
import { Page } from '../shell/page.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { useFormSubmit } from '../shell/use-form-submit.ts'
import { AuthPage } from './auth-page.tsx'
import { NewAccountFields, useNewAccount } from './new-account.tsx'
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
  const form = useNewAccount()
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
      <NewAccountFields form={form} />
      <Button type="submit" loading={pending}>
        Register
      </Button>
    </AuthPage>
  )
}
