import { Button, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api, type Challenge } from '../api.ts'
import { Page } from '../shell/page.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { useFormSubmit } from '../shell/use-form-submit.ts'
import { AuthPage } from './auth-page.tsx'
import { ChallengePage } from './challenge-page.tsx'
import { useLinkToken } from './link-token.ts'
import { emailRule } from './rules.ts'
import { useReturnTo, useSignedIn } from './use-signed-in.ts'
import { withCaptcha } from './with-captcha.ts'

/** Asks for a link to sign in with. */
export function MailMePage(): ReactElement {
  const search = useReturnTo()
  const [sentTo, setSentTo] = useState<string | null>(null)
  const form = useForm({ mode: 'uncontrolled', initialValues: { email: '' }, validate: { email: emailRule } })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (body) =>
      withCaptcha('magic-link', (proof) => api.auth.magicLink({ body: { ...body, ...proof, ...search } })),
    done: (_, { email }) => setSentTo(email),
  })
  if (sentTo !== null) {
    return (
      <Page
        title="Look at your mail"
        lead={`If ${sentTo} has an account here, a link to sign in is on its way.`}
        width="narrow"
      >
        <TextLink to="/login" search={search}>
          Back to signing in
        </TextLink>
      </Page>
    )
  }
  return (
    <AuthPage
      title="Sign in by mail"
      lead="We mail you a link that signs you in, once."
      problem={problem}
      onSubmit={submit}
      below={
        <TextLink to="/login" search={search}>
          Sign in with your password
        </TextLink>
      }
    >
      <TextInput
        key={form.key('email')}
        label="E-mail"
        type="email"
        autoComplete="username"
        {...form.getInputProps('email')}
      />
      <Button type="submit" loading={pending}>
        Mail me a link
      </Button>
    </AuthPage>
  )
}

/** Where that link leads: one click and not by itself, because mail scanners open links. */
export function MagicLinkPage(): ReactElement {
  const token = useLinkToken()
  const { done } = useSignedIn()
  const [challenge, setChallenge] = useState<Challenge | null>(null)
  const redeem = useMutation({
    mutationFn: () => api.auth.redeemMagicLink({ body: { token } }),
    onSuccess: (answer) => ('mfaRequired' in answer ? setChallenge(answer) : done()),
  })
  if (challenge !== null) return <ChallengePage challenge={challenge} />
  return (
    <Page title="Sign in" lead="One click, and you are signed in in this browser." width="narrow">
      <Stack align="flex-start" gap="lg">
        <ProblemNotice error={redeem.error} />
        <Button onClick={() => redeem.mutate()} loading={redeem.isPending}>
          Sign in
        </Button>
      </Stack>
    </Page>
  )
}
