import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { Page } from '../shell/page.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { useFormSubmit } from '../shell/use-form-submit.ts'
import { AuthPage } from './auth-page.tsx'
import { useLinkToken } from './link-token.ts'
import { meQuery } from './me.ts'
import { NewAccountFields, useNewAccount } from './new-account.tsx'
import { setupQuery } from './setup-query.ts'

export function SetupPage(): ReactElement {
  const { data: setup } = useQuery(setupQuery)
  const token = useLinkToken()
  if (setup?.open === false) return <SetupDone />
  if (token === '') return <TokenMissing />
  return <SetupForm token={token} />
}

function SetupForm({ token }: { token: string }): ReactElement {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const form = useNewAccount()
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (values) => api.auth.setup({ body: { token, ...values } }),
    done: async () => {
      await queryClient.invalidateQueries({ queryKey: setupQuery.queryKey })
      await queryClient.invalidateQueries({ queryKey: meQuery.queryKey })
      await navigate({ to: '/' })
    },
  })
  return (
    <AuthPage
      title="Set up the first administrator"
      lead="This account holds every permission. The link works once."
      problem={problem}
      onSubmit={submit}
    >
      <NewAccountFields form={form} />
      <Button type="submit" loading={pending}>
        Create the administrator
      </Button>
    </AuthPage>
  )
}

function SetupDone(): ReactElement {
  return (
    <Page
      title="Set-up is done"
      lead="An administrator exists. Further people register, and get their roles from an administrator."
      width="narrow"
    >
      <TextLink to="/login">Sign in</TextLink>
    </Page>
  )
}

function TokenMissing(): ReactElement {
  return (
    <Page
      title="The set-up link is incomplete"
      lead="Open the link that the server printed when it started. It carries a token that works once."
      width="narrow"
    >
      <TextLink to="/">Back to the first page</TextLink>
    </Page>
  )
}
