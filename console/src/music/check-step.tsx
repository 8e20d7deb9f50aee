import { Button, Stack, Text } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import type { ReactElement } from 'react'
import type { Application } from '../api.ts'
import { formPath } from '../shell/problems.ts'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { ApplicationFacts } from './application-facts.tsx'
import { type ApplicationValues, payloadOf, stepOf, steps } from './application-values.ts'

interface CheckStepProps {
  readonly form: UseFormReturnType<ApplicationValues>
  readonly application: Application
  readonly goTo: (step: number) => void
}

/** What will be sent, and the server's report on what is still missing. */
export function CheckStep({ form, application, goTo }: CheckStepProps): ReactElement {
  const reported = application.findings.map(({ path, message, severity }) => ({
    path: formPath(path),
    message,
    isError: severity === 'error',
  }))
  const known = new Set(reported.map(({ path }) => path))
  const further = Object.entries(form.errors)
    .filter(([path, message]) => !known.has(path) && message !== null)
    .map(([path, message]) => ({ path, message: String(message), isError: true }))
  const open = [...reported, ...further]
  return (
    <Stack>
      {open.length === 0 ? (
        <Text>Everything that is asked for is there.</Text>
      ) : (
        <Rows label="Still to do">
          {open.map(({ path, message, isError }) => (
            <Row
              key={`${path} ${message}`}
              title={message}
              detail={
                <StateBadge tone={isError ? 'negative' : 'caution'}>{isError ? 'Needed' : 'Worth a look'}</StateBadge>
              }
              aside={
                <Button size="xs" variant="default" onClick={() => goTo(stepOf(path))}>
                  {`Go to ${steps[stepOf(path)]}`}
                </Button>
              }
            />
          ))}
        </Rows>
      )}
      <ApplicationFacts payload={payloadOf(form.values)} />
    </Stack>
  )
}
