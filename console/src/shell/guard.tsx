import { useQuery } from '@tanstack/react-query'
import { Outlet, useLocation, useRouter } from '@tanstack/react-router'
import { type ReactElement, useEffect, useState } from 'react'
import { may, meQuery } from '../identity/me.ts'
import { Page } from './page.tsx'
import { LoadingRows } from './paged-list.tsx'
import { ProblemNotice } from './problem-notice.tsx'
import { TextLink } from './text-link.tsx'

/** Lets the pages below through for a signed-in person who holds `can`; others learn what is missing. */
export function Guard({ can }: { can?: string }): ReactElement {
  const { data: me, error, refetch } = useQuery(meQuery)
  const isAccountPage = useLocation({ select: ({ pathname }) => pathname === '/account' })
  if (error !== null) {
    return (
      <Page title="Your session could not be read">
        <ProblemNotice error={error} retry={() => void refetch()} />
      </Page>
    )
  }
  if (me === undefined) {
    return (
      <Page title="Loading">
        <LoadingRows />
      </Page>
    )
  }
  if (me === null) return <SignInFirst />
  if (me.session.due !== null && !isAccountPage) return <ProveFirst />
  if (can !== undefined && !may(me, can)) return <NotAllowed can={can} />
  return <Outlet />
}

/** The address is read once and without listening to it: it changes while the way to the sign-in page is taken. */
function SignInFirst(): ReactElement {
  const router = useRouter()
  const [returnTo] = useState(() => router.latestLocation.href)
  useEffect(() => {
    void router.navigate({ to: '/login', search: { returnTo }, replace: true })
  }, [router, returnTo])
  return (
    <Page title="Loading">
      <LoadingRows />
    </Page>
  )
}

function ProveFirst(): ReactElement {
  return (
    <Page
      title="A second factor is needed"
      lead="A role of yours demands one before anything else is shown."
      width="reading"
    >
      <TextLink to="/account">Go to your account</TextLink>
    </Page>
  )
}

function NotAllowed({ can }: { can: string }): ReactElement {
  return (
    <Page
      title="This page is not open to you"
      lead={
        <>
          It needs the permission <code>{can}</code>. An administrator grants it with a role, under People.
        </>
      }
      width="reading"
    >
      <TextLink to="/">Back to the first page</TextLink>
    </Page>
  )
}
