import { Button, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api, ProblemError } from '../api.ts'
import { meQuery } from '../identity/me.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { TextLink } from '../shell/text-link.tsx'

/** From a mailed link to a portal of one's own: the link has proven the address, so one click makes the account and signs in. */
export function EnterPortal({ secret }: { secret: string }): ReactElement {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const enter = useMutation({
    mutationFn: () => api.agency.enterPortal({ body: { token: secret } }),
    onSuccess: async () => {
      await queryClient.fetchQuery({ ...meQuery, staleTime: 0 })
      await navigate({ to: '/portal' })
    },
  })
  const hasAccount = enter.error instanceof ProblemError && enter.error.code === 'agency/sign-in-first'
  return (
    <Panel title="Your portal">
      <Stack align="flex-start">
        <Text>
          There you answer quotes and follow the work. The link has proven your address: one click opens it, and later
          you sign in by mail or with a password of your choice.
        </Text>
        {hasAccount ? (
          <Text role="alert">
            There is an account for your address already: <TextLink to="/sign-in-by-mail">sign in by mail</TextLink>.
          </Text>
        ) : (
          <ProblemNotice error={enter.error} />
        )}
        <Button onClick={() => enter.mutate()} loading={enter.isPending}>
          Open my portal
        </Button>
      </Stack>
    </Panel>
  )
}
