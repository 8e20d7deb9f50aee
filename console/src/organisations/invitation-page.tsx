import { Button, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { api, type Challenge, type Me, type ShownInvitation } from '../api.ts'
import { AuthPage } from '../identity/auth-page.tsx'
import { ChallengePage } from '../identity/challenge-page.tsx'
import { useLinkToken } from '../identity/link-token.ts'
import { useMe } from '../identity/me.ts'
import { PasswordField } from '../identity/password-field.tsx'
import { newPasswordHint, newPasswordRule } from '../identity/rules.ts'
import { useSignedIn } from '../identity/use-signed-in.ts'
import { Page } from '../shell/page.tsx'
import { LoadingRows } from '../shell/paged-list.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'

/** Where the link of an invitation leads. */
export function InvitationPage(): ReactElement {
  const token = useLinkToken()
  const shown = useQuery({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => api.organisations.peekInvitation({ body: { token }, signal }),
    retry: false,
  })
  if (shown.error !== null) {
    return (
      <Page title="Your invitation" width="narrow">
        <ProblemNotice error={shown.error} />
      </Page>
    )
  }
  if (shown.data === undefined) {
    return (
      <Page title="Loading" width="narrow">
        <LoadingRows count={3} />
      </Page>
    )
  }
  return shown.data.hasAccount ? (
    <AcceptSignedIn token={token} shown={shown.data} />
  ) : (
    <AcceptWithAccount token={token} shown={shown.data} />
  )
}

interface AcceptProps {
  readonly token: string
  readonly shown: ShownInvitation
}

function lead({ inviter, organisation, roles }: ShownInvitation): string {
  const whereto = organisation === null ? 'this server' : organisation
  return `${inviter ?? 'Somebody'} invites you to ${whereto}${roles.length === 0 ? '' : `, as ${roles.join(', ')}`}.`
}

function AcceptWithAccount({ token, shown }: AcceptProps): ReactElement {
  const { done } = useSignedIn()
  const [challenge, setChallenge] = useState<Challenge | null>(null)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: '', password: '' },
    validate: { name: filled('Enter your name'), password: newPasswordRule },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (values) => api.organisations.acceptInvitation({ body: { token, ...values } }),
    done: (answer) => ('mfaRequired' in answer ? setChallenge(answer) : done()),
  })
  if (challenge !== null) return <ChallengePage challenge={challenge} />
  return (
    <AuthPage title="You are invited" lead={lead(shown)} problem={problem} onSubmit={submit}>
      <TextInput label="E-mail" value={shown.email} readOnly autoComplete="username" />
      <TextInput key={form.key('name')} label="Your name" autoComplete="name" {...form.getInputProps('name')} />
      <PasswordField
        key={form.key('password')}
        label="Password"
        description={newPasswordHint}
        autoComplete="new-password"
        {...form.getInputProps('password')}
      />
      <Button type="submit" loading={pending}>
        Accept
      </Button>
    </AuthPage>
  )
}

function isInvited(me: Me | null | undefined, { email }: ShownInvitation): boolean {
  return me?.user.email.toLowerCase() === email.toLowerCase()
}

function AcceptSignedIn({ token, shown }: AcceptProps): ReactElement {
  const me = useMe()
  const router = useRouter()
  const navigate = useNavigate()
  const { done } = useSignedIn()
  const accept = useMutation({
    mutationFn: () => api.organisations.acceptInvitation({ body: { token } }),
    onSuccess: done,
  })
  return (
    <Page title="You are invited" lead={lead(shown)} width="narrow">
      <Stack align="flex-start">
        <ProblemNotice error={accept.error} />
        {isInvited(me, shown) ? (
          <Button onClick={() => accept.mutate()} loading={accept.isPending}>
            Accept as {shown.email}
          </Button>
        ) : (
          <>
            {me != null && <p>You are signed in as {me.user.email}, and the invitation is for another address.</p>}
            <Button onClick={() => navigate({ to: '/login', search: { returnTo: router.latestLocation.href } })}>
              Sign in as {shown.email} to accept
            </Button>
          </>
        )}
      </Stack>
    </Page>
  )
}
