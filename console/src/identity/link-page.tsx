import { Button, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { ButtonLink } from '../shell/button-link.tsx'
import { Page } from '../shell/page.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { useLinkToken } from './link-token.ts'

interface LinkPageProps {
  readonly title: string
  readonly lead: string
  readonly action: string
  readonly act: (token: string) => Promise<unknown>
  readonly doneTitle: string
  readonly doneLead: string
}

/** Where a mailed link leads: one click and not by itself, because mail scanners open links and would use the token up. */
export function LinkPage({ title, lead, action, act, doneTitle, doneLead }: LinkPageProps): ReactElement {
  const token = useLinkToken()
  const queryClient = useQueryClient()
  const use = useMutation({
    mutationFn: () => act(token),
    // Such a link may end the session that this browser has.
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['me'] }),
  })
  if (use.isSuccess) {
    return (
      <Page title={doneTitle} lead={doneLead} width="narrow">
        <ButtonLink to="/login">Sign in</ButtonLink>
      </Page>
    )
  }
  return (
    <Page title={title} lead={lead} width="narrow">
      <Stack align="flex-start" gap="lg">
        <ProblemNotice error={use.error} />
        <Button onClick={() => use.mutate()} loading={use.isPending}>
          {action}
        </Button>
      </Stack>
    </Page>
  )
}
