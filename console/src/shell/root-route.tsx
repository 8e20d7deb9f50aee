import { createRootRouteWithContext } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { Layout } from './layout.tsx'
import type { Frame } from './menu.ts'
import { Page } from './page.tsx'
import { ProblemNotice } from './problem-notice.tsx'
import { TextLink } from './text-link.tsx'

export const rootRoute = createRootRouteWithContext<Frame>()({
  component: Layout,
  notFoundComponent: NotFound,
  errorComponent: Failed,
})

function NotFound(): ReactElement {
  return (
    <Page title="There is no such page" lead="The address may be mistyped, or the page has moved." width="reading">
      <TextLink to="/">Back to the first page</TextLink>
    </Page>
  )
}

function Failed({ error, reset }: { error: unknown; reset: () => void }): ReactElement {
  return (
    <Page title="This page failed" width="reading">
      <ProblemNotice error={error} retry={reset} />
    </Page>
  )
}
