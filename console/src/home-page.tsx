import { Stack, Text } from '@mantine/core'
import type { ReactElement } from 'react'
import styles from './home-page.module.css'
import { useIdentitySteps } from './identity/first-steps.ts'
import { useMusicSteps } from './music/first-steps.ts'
import { StepList } from './shell/first-steps.tsx'
import { Page } from './shell/page.tsx'
import { Panel } from './shell/panel.tsx'
import { TryTheApi } from './shell/try-the-api.tsx'

/** For a newcomer: what this is, the way through it once, and the way in for programs. */
export function HomePage(): ReactElement {
  const identity = useIdentitySteps()
  const music = useMusicSteps()
  return (
    <Page
      title="A backend to stand on"
      lead="Plinth holds identity, files, jobs, mail and audit in one server. A music label stands on it, whole: artists apply, tracks are reviewed, everyone listens."
    >
      <div className={styles.columns}>
        <StepList steps={[...identity.steps, ...music.steps]} error={identity.error ?? music.error} />
        <Stack gap="xl">
          <TryTheApi />
          <Panel title="Where to look next">
            <ul className={styles.links}>
              <li>
                <a href="/api/docs">API documentation</a>
                <Text size="sm" c="dimmed">
                  Every route with its permission, schema and problems
                </Text>
              </li>
              <li>
                <a href="/dev/mailbox">Mailbox</a>
                <Text size="sm" c="dimmed">
                  In development, every mail the server wrote
                </Text>
              </li>
              <li>
                <a href="/api/health">Health</a>
                <Text size="sm" c="dimmed">
                  What monitoring reads
                </Text>
              </li>
            </ul>
          </Panel>
        </Stack>
      </div>
    </Page>
  )
}
