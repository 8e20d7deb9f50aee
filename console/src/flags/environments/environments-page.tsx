import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { may, useMe } from '../../identity/me.ts'
import { StepUp } from '../../identity/step-up.tsx'
import { Page } from '../../shell/page.tsx'
import { Panel } from '../../shell/panel.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { FlagSections } from '../flag-sections.tsx'
import { APPROVE, environmentsQuery } from '../more-queries.ts'
import { EnvironmentPanel } from './environment-panel.tsx'
import { NewEnvironment } from './new-environment.tsx'

/** Where flags are evaluated, and where somebody else has to approve their changes. */
export function EnvironmentsPage(): ReactElement {
  const me = useMe()
  const environments = useQuery(environmentsQuery)
  return (
    <Page
      title="Environments"
      lead="Where flags are evaluated. A new one begins as a copy of another, with everybody in the same bucket."
      width="reading"
    >
      <FlagSections />
      <StepUp>
        <QueryView query={environments}>
          {(items) => (
            <Stack gap="lg">
              {items.map((environment) => (
                <EnvironmentPanel key={environment.key} environment={environment} />
              ))}
              {may(me, APPROVE) && (
                <Panel title="Make an environment">
                  <NewEnvironment environments={items} />
                </Panel>
              )}
            </Stack>
          )}
        </QueryView>
      </StepUp>
    </Page>
  )
}
