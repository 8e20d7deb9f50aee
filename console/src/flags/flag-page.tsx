import { Button, Group, Stack } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { Page } from '../shell/page.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { FlagPanel } from './flag-panel.tsx'
import styles from './flags.module.css'
import { flagQuery } from './queries.ts'
import { TargetingView } from './targeting-view.tsx'
import type { Flag } from './types.ts'
import { WayLink } from './way-link.tsx'
import { standingWords } from './words.ts'

const route = getRouteApi('/flag-readers/flags/$key')

/** One flag: what it is everywhere, and what it serves in one environment. */
export function FlagPage(): ReactElement {
  const { key } = route.useParams()
  const { environment } = route.useSearch()
  const flag = useQuery(flagQuery(key))
  const standings = flag.data?.environments ?? []
  const shown = standings.find((one) => one.environment === environment) ?? standings[0]
  return (
    <Page
      title={flag.data?.title ?? key}
      eyebrow={<TextLink to="/flags">Feature flags</TextLink>}
      lead={<KeyToCopy flagKey={key} />}
      actions={
        <>
          <WayLink href={`/flags/${encodeURIComponent(key)}/tester`}>Tester</WayLink>
          <WayLink href={`/flags/${encodeURIComponent(key)}/history`}>History</WayLink>
        </>
      }
    >
      <QueryView query={flag}>
        {(read) => (
          <Stack gap="lg">
            <FlagPanel key={read.key} flag={read} />
            {shown !== undefined && (
              <>
                <EnvironmentTabs flag={read} shown={shown.environment} />
                <TargetingView key={`${read.key} ${shown.environment}`} flag={read} environment={shown.environment} />
              </>
            )}
          </Stack>
        )}
      </QueryView>
    </Page>
  )
}

function KeyToCopy({ flagKey }: { flagKey: string }): ReactElement {
  const clipboard = useClipboard({ timeout: 2000 })
  return (
    <Group component="span" gap="xs">
      <code>{flagKey}</code>
      <Button size="compact-xs" variant="default" onClick={() => clipboard.copy(flagKey)}>
        {clipboard.copied ? 'Copied' : 'Copy the key'}
      </Button>
      <span role="status">{clipboard.error !== null && 'The browser does not allow copying here.'}</span>
    </Group>
  )
}

/** A way to each environment, with how the flag stands there. */
function EnvironmentTabs({ flag, shown }: { flag: Flag; shown: string }): ReactElement {
  return (
    <nav aria-label="Environments" className={styles.tabs}>
      {flag.environments.map((standing) => {
        const { environment } = standing
        const { label } = standingWords(standing)
        return (
          <Link
            key={environment}
            className={styles.tab ?? ''}
            to="/flags/$key"
            params={{ key: flag.key }}
            search={{ environment }}
            replace
            resetScroll={false}
            aria-current={environment === shown ? 'page' : undefined}
          >
            {environment} <span className={styles.tabState}>{label}</span>
          </Link>
        )
      })}
    </nav>
  )
}
