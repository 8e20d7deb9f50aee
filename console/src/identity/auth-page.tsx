import { Stack } from '@mantine/core'
import type { FormEventHandler, ReactElement, ReactNode } from 'react'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'

interface AuthPageProps {
  readonly title: string
  readonly lead?: ReactNode
  readonly problem: unknown
  readonly onSubmit: FormEventHandler<HTMLFormElement>
  readonly children: ReactNode
  readonly below?: ReactNode
}

/** A page that is one short form. */
export function AuthPage({ title, lead, problem, onSubmit, children, below }: AuthPageProps): ReactElement {
  return (
    <Page title={title} lead={lead} width="narrow">
      <Panel>
        <form onSubmit={onSubmit} noValidate>
          <Stack gap="lg">
            <ProblemNotice error={problem} />
            {children}
          </Stack>
        </form>
      </Panel>
      {below !== undefined && (
        <Stack gap="xs" mt="lg">
          {below}
        </Stack>
      )}
    </Page>
  )
}
