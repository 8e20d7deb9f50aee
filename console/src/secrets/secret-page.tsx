import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { SecretDetail } from '../api.ts'
import { StepUp } from '../identity/step-up.tsx'
import { Facts } from '../shell/facts.tsx'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { When } from '../shell/when.tsx'
import { AboutPanel } from './about-panel.tsx'
import { EndPanel } from './end-panel.tsx'
import { secretQuery } from './queries.ts'
import { RotationPanel } from './rotation-panel.tsx'
import { ShowingsPanel } from './showings-panel.tsx'
import { VersionsPanel } from './versions-panel.tsx'
import { badgesOf, environmentWords } from './words.ts'

const route = getRouteApi('/secret-readers/secrets/$id')

/** One secret: its versions, how it is renewed, what is said about it, and who looked. */
export function SecretPage(): ReactElement {
  const { id } = route.useParams()
  const query = useQuery(secretQuery(id))
  return (
    <Page
      title={query.data?.path ?? 'Secret'}
      eyebrow={<TextLink to="/secrets">Secrets</TextLink>}
      lead={query.data?.description}
      width="reading"
    >
      <QueryView query={query}>{(secret) => <Secret key={secret.id} secret={secret} />}</QueryView>
    </Page>
  )
}

function Secret({ secret }: { secret: SecretDetail }): ReactElement {
  const mayManage = secret.may.manage
  const isLive = secret.deletedAt === null
  return (
    <StepUp>
      <Stack gap="xl">
        <Facts facts={factsOf(secret)} />
        <VersionsPanel secret={secret} />
        {isLive && <RotationPanel secret={secret} />}
        {mayManage && isLive && (
          <Panel title="About it">
            <AboutPanel secret={secret} />
          </Panel>
        )}
        {mayManage && (
          <Panel title="Who looked">
            <ShowingsPanel id={secret.id} />
          </Panel>
        )}
        {mayManage && (
          <Panel title={isLive ? 'Delete' : 'Bring back or destroy'}>
            <EndPanel secret={secret} />
          </Panel>
        )}
      </Stack>
    </StepUp>
  )
}

function factsOf(secret: SecretDetail) {
  const badges = badgesOf(secret, Date.now())
  const instant = (at: string | null) => (at === null ? null : <When at={at} />)
  return [
    [
      'State',
      badges.length === 0 ? null : (
        <Stack key="state" gap={2}>
          {badges.map(({ label, tone }) => (
            <StateBadge key={label} tone={tone}>
              {label}
            </StateBadge>
          ))}
        </Stack>
      ),
    ],
    ['Environment', environmentWords[secret.environment]],
    ['Reference', <code key="reference">secret:{secret.path}</code>],
    ['Owner', secret.ownerName],
    ['Tags', secret.tags.join(', ')],
    ['Last read', instant(secret.lastUsedAt) ?? 'Never'],
    ['Expires', instant(secret.expiresAt)],
    ['Destroyed after', instant(secret.destroyAfter)],
  ] as const
}
