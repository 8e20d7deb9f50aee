import { Button, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type ReactElement, useState } from 'react'
import { api, type Challenge, type SignInAnswer } from '../api.ts'
import { TextLink } from '../shell/text-link.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { AuthPage } from './auth-page.tsx'
import { ChallengePage } from './challenge-page.tsx'
import { OauthError } from './oauth-error.tsx'
import { OtherWays } from './other-ways.tsx'
import { PasswordField } from './password-field.tsx'
import { emailRule } from './rules.ts'
import { useSignedIn } from './use-signed-in.ts'
import { withCaptcha } from './with-captcha.ts'

/** Signing in, in one or two steps; where the person wanted to go comes after it. */
export function LoginPage(): ReactElement {
  const [challenge, setChallenge] = useState<Challenge | null>(null)
  const { done } = useSignedIn()
  const answered = (answer: SignInAnswer): unknown => ('mfaRequired' in answer ? setChallenge(answer) : done())
  if (challenge !== null) return <ChallengePage challenge={challenge} />
  return <Credentials answered={answered} />
}

function Credentials({ answered }: { answered: (answer: SignInAnswer) => unknown }): ReactElement {
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '', password: '' },
    validate: { email: emailRule, password: filled('Enter your password') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (body) => withCaptcha('login', (proof) => api.auth.login({ body: { ...body, ...proof } })),
    done: answered,
  })
  return (
    <AuthPage
      title="Sign in"
      problem={problem}
      onSubmit={submit}
      below={
        <>
          <OtherWays answered={answered} />
          <TextLink to="/forgot-password">Forgot your password?</TextLink>
          <span>
            New here? <TextLink to="/register">Register</TextLink>
          </span>
        </>
      }
    >
      <OauthError title="That did not sign you in" />
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
        autoComplete="current-password"
        {...form.getInputProps('password')}
      />
      <Button type="submit" loading={pending}>
        Sign in
      </Button>
    </AuthPage>
  )
}
