import { Button, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { useFormSubmit } from '../shell/use-form-submit.ts'
import { AuthPage } from './auth-page.tsx'
import { emailRule } from './rules.ts'
import { withCaptcha } from './with-captcha.ts'

export function ForgotPage(): ReactElement {
  const [sentTo, setSentTo] = useState<string>()
  const form = useForm({ mode: 'uncontrolled', initialValues: { email: '' }, validate: { email: emailRule } })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (body) => withCaptcha('forgot-password', (proof) => api.auth.forgotPassword({ body: { ...body, ...proof } })),
    done: (_, { email }) => setSentTo(email),
  })
  if (sentTo !== undefined) return <ResetSent to={sentTo} />
  return (
    <AuthPage
      title="Forgot your password"
      lead="We send a link that sets a new one."
      problem={problem}
      onSubmit={submit}
      below={<TextLink to="/login">Back to signing in</TextLink>}
    >
      <TextInput
        key={form.key('email')}
        label="E-mail"
        type="email"
        autoComplete="username"
        {...form.getInputProps('email')}
      />
      <Button type="submit" loading={pending}>
        Send the link
      </Button>
    </AuthPage>
  )
}

function ResetSent({ to }: { to: string }): ReactElement {
  return (
    <Page title="Check your mail" width="narrow">
      <Panel>
        <Text>
          If <strong>{to}</strong> has an account, a link to set a new password is on its way. It works once, for a
          short time.
        </Text>
      </Panel>
    </Page>
  )
}
