import { Stack } from '@mantine/core'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { ButtonLink } from '../shell/button-link.tsx'
import { Empty } from '../shell/empty.tsx'
import { Page } from '../shell/page.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { Panel } from '../shell/panel.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { usePages } from '../shell/use-pages.ts'
import { When } from '../shell/when.tsx'
import type { CampaignLine } from './types.ts'
import { campaignStates, subscriberStates } from './words.ts'

/** Campaigns, and who gets them. */
export function NewsletterPage(): ReactElement {
  return (
    <Page
      title="Newsletter campaigns"
      lead="Who asked for the newsletter and confirmed it gets each campaign once."
      actions={<ButtonLink to="/agency/newsletter/new">Write a campaign</ButtonLink>}
      width="reading"
    >
      <Stack gap="xl">
        <Campaigns />
        <Subscribers />
      </Stack>
    </Page>
  )
}

function Campaigns(): ReactElement {
  const pages = usePages(['staff', 'campaigns'], ({ cursor, signal }) =>
    api.agency.listCampaigns({ query: { limit: 20, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  return (
    <Panel title="Campaigns">
      <PagedList pages={pages} empty={<Empty title="None yet" hint="Write the first one." />}>
        {(campaigns) => (
          <Rows label="Campaigns">
            {campaigns.map((campaign) => (
              <CampaignRow key={campaign.id} campaign={campaign} />
            ))}
          </Rows>
        )}
      </PagedList>
    </Panel>
  )
}

function CampaignRow({ campaign }: { campaign: CampaignLine }): ReactElement {
  const { id, subject, state, finishedAt, startedAt, scheduledAt } = campaign
  const { label, tone } = campaignStates[state]
  const at = finishedAt ?? startedAt ?? scheduledAt
  return (
    <Row
      title={
        <TextLink to="/agency/newsletter/$id" params={{ id }}>
          {subject}
        </TextLink>
      }
      detail={at === null ? undefined : <When at={at} />}
      aside={<StateBadge tone={tone}>{label}</StateBadge>}
    />
  )
}

function Subscribers(): ReactElement {
  const pages = usePages(['staff', 'subscribers'], ({ cursor, signal }) =>
    api.agency.listSubscribers({ query: { limit: 25, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  return (
    <Panel title="Subscribers">
      <PagedList
        pages={pages}
        empty={<Empty title="Nobody yet" hint="Who subscribes on the page of the newsletter stands here." />}
      >
        {(subscribers) => (
          <Rows label="Subscribers">
            {subscribers.map(({ id, email, state, confirmedAt, createdAt }) => (
              <Row
                key={id}
                title={email}
                detail={
                  <>
                    {confirmedAt === null ? 'asked ' : 'confirmed '}
                    <When at={confirmedAt ?? createdAt} show="day" />
                  </>
                }
                aside={<StateBadge tone={subscriberStates[state].tone}>{subscriberStates[state].label}</StateBadge>}
              />
            ))}
          </Rows>
        )}
      </PagedList>
    </Panel>
  )
}
