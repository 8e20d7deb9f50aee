import { Button, Stack } from '@mantine/core'
import type { FormEventHandler, ReactElement, ReactNode } from 'react'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'

interface PublicFormProps {
  readonly title: string
  readonly lead: string
  readonly action: string
  readonly pending: boolean
  readonly problem: unknown
  readonly onSubmit: FormEventHandler<HTMLFormElement>
  readonly trap: ReactNode
  readonly children: ReactNode
}

/** A page of one form that anybody may send. */
export function PublicForm(props: PublicFormProps): ReactElement {
  const { title, lead, action, pending, problem, onSubmit, trap, children } = props
  return (
    <Page title={title} lead={lead} width="narrow">
      <Panel>
        <form onSubmit={onSubmit} noValidate>
          <Stack gap="lg">
            <ProblemNotice error={problem} />
            {children}
            {trap}
            <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
              {action}
            </Button>
          </Stack>
        </form>
      </Panel>
    </Page>
  )
}
