import { Button, Stack } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { ButtonLink } from '../shell/button-link.tsx'
import { notifyDone } from '../shell/notify.ts'
import { Page } from '../shell/page.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { useLinkToken } from './link-token.ts'

/** One click and not by itself: mail scanners open links, and would use the token up. */
export function VerifyPage(): ReactElement {
  const token = useLinkToken()
  const verify = useMutation({
    mutationFn: () => api.auth.verify({ body: { token } }),
    onSuccess: () => notifyDone('Your address is confirmed.'),
  })
  if (verify.isSuccess) {
    return (
      <Page title="Your address is confirmed" lead="You can sign in now." width="narrow">
        <ButtonLink to="/login">Sign in</ButtonLink>
      </Page>
    )
  }
  return (
    <Page title="Confirm your address" lead="One click, and the account is yours." width="narrow">
      <Stack align="flex-start" gap="lg">
        <ProblemNotice error={verify.error} />
        <Button onClick={() => verify.mutate()} loading={verify.isPending}>
          Confirm my address
        </Button>
      </Stack>
    </Page>
  )
}
