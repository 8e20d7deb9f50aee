import { Stack, Text } from '@mantine/core'
import type { ReactElement } from 'react'
import { useStudioSteps } from './book/first-steps.ts'
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
  const studio = useStudioSteps()
  return (
    <Page
      title="A backend to stand on"
      lead="Plinth holds identity, files, jobs, mail, content, payments and audit in one server. Two businesses stand on it, whole: a music label, whose artists apply and are reviewed and heard, and a studio, whose clients book, pay and are invoiced."
    >
      <div className={styles.columns}>
        <Stack gap="xl">
          <StepList
            title="Through the label once"
            steps={[...identity.steps, ...music.steps]}
            error={identity.error ?? music.error}
          />
          <StepList title="Through the studio once" steps={studio.steps} error={studio.error} />
        </Stack>
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
