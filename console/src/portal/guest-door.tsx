import { Button, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { ReactElement, ReactNode } from 'react'
import { api, ProblemError } from '../api.ts'
import { Page } from '../shell/page.tsx'
import { LoadingRows } from '../shell/paged-list.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { useGuestSecret } from './guest-secret.ts'
import type { Door } from './types.ts'

interface GuestDoorProps {
  readonly kind: 'request' | 'ticket'
  readonly children: (opened: { readonly reference: string; readonly door: Door; readonly secret: string }) => ReactNode
}

/** What stands before a page that the link of a mail opens: which one it is, or what became of the link. */
export function GuestDoor({ kind, children }: GuestDoorProps): ReactElement {
  const secret = useGuestSecret()
  const headers = { 'x-guest-token': secret ?? '' }
  const link = useQuery({
    queryKey: ['guest-link', secret],
    queryFn: ({ signal }) => api.agency.openGuestLink({ headers, signal }),
    enabled: secret !== null,
    retry: false,
  })
  if (secret === null) return <NoLink title="Open the link of your mail" />
  const code = link.error instanceof ProblemError ? link.error.code : null
  if (code === 'agency/guest-link-expired') return <Lapsed token={secret} />
  if (code === 'agency/guest-link-gone') return <NoLink title="This link does not work" />
  if (link.error !== null) {
    return (
      <Page title="Your link could not be read" width="reading">
        <ProblemNotice error={link.error} retry={() => void link.refetch()} />
      </Page>
    )
  }
  if (link.data === undefined) {
    return (
      <Page title="Loading" width="reading">
        <LoadingRows count={3} />
      </Page>
    )
  }
  const reference = link.data[kind]
  if (reference === null) return <NoLink title="This link is for another page" />
  return <>{children({ reference, door: { headers, isGuest: true }, secret })}</>
}

function NoLink({ title }: { title: string }): ReactElement {
  return (
    <Page
      title={title}
      lead="The newest mail about it holds the link that works. It may be that the mail program cut it short."
      width="narrow"
    >
      <Text>
        With an account you need no link: <TextLink to="/portal">open your portal</TextLink>.
      </Text>
    </Page>
  )
}

function Lapsed({ token }: { token: string }): ReactElement {
  const renew = useMutation({ mutationFn: () => api.agency.renewGuestLink({ body: { token } }) })
  if (renew.isSuccess) {
    return (
      <Page
        title="Look at your mail"
        lead="If the address still stands, a new link is on its way to it. There are at most three in an hour."
        width="narrow"
      >
        {null}
      </Page>
    )
  }
  return (
    <Page
      title="This link has lapsed"
      lead="Links work for ninety days. A new one goes to the address that this one was mailed to."
      width="narrow"
    >
      <Stack align="flex-start">
        <ProblemNotice error={renew.error} />
        <Button onClick={() => renew.mutate()} loading={renew.isPending}>
          Mail me a new link
        </Button>
      </Stack>
    </Page>
  )
}
