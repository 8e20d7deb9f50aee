import { Button, Group, Stack, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { ZonedTimeInput } from '../forms/zoned-time-field.tsx'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { Facts } from '../shell/facts.tsx'
import { notifyDone } from '../shell/notify.ts'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { When } from '../shell/when.tsx'
import { CampaignForm } from './campaign-form.tsx'
import { campaignKey, campaignQuery } from './queries.ts'
import type { Campaign } from './types.ts'
import { useChange } from './use-change.ts'
import { campaignStates, outcomeLabels } from './words.ts'

const route = getRouteApi('/newsletter-writers/agency/newsletter/$id')
const back = <TextLink to="/agency/newsletter">Newsletter campaigns</TextLink>

export function NewCampaignPage(): ReactElement {
  const navigate = useNavigate()
  return (
    <Page title="Write a campaign" eyebrow={back} width="reading">
      <Panel>
        <CampaignForm
          send={(body) => api.agency.draftCampaign({ body })}
          done={({ id }) => navigate({ to: '/agency/newsletter/$id', params: { id } })}
        />
      </Panel>
    </Page>
  )
}

export function CampaignPage(): ReactElement {
  const { id } = route.useParams()
  const campaign = useQuery(campaignQuery(id))
  return (
    <Page title={campaign.data?.subject ?? 'Campaign'} eyebrow={back} width="reading">
      <QueryView query={campaign}>
        {(found) => (
          <Stack gap="xl">
            <Sending campaign={found} />
            {found.state === 'draft' ? <Draft campaign={found} /> : <Written campaign={found} />}
          </Stack>
        )}
      </QueryView>
    </Page>
  )
}

function Sending({ campaign }: { campaign: Campaign }): ReactElement {
  const { id, state, version, counts, scheduledAt, startedAt, finishedAt } = campaign
  const { label, tone } = campaignStates[state]
  const test = useChange(() => api.agency.testCampaign({ path: { id } }), 'It is on its way to your own address.')
  const cancel = useChange(() => api.agency.cancelCampaign({ path: { id }, body: { version } }), 'It is stopped.')
  const when = (at: string | null) => (at === null ? null : <When at={at} />)
  const told = counts as Readonly<Record<string, number>>
  return (
    <Panel title="Sending" aside={<StateBadge tone={tone}>{label}</StateBadge>}>
      <Stack>
        {state !== 'draft' && (
          <Facts
            facts={[
              ['Scheduled for', when(scheduledAt)],
              ['Begun', when(startedAt)],
              ['Done', when(finishedAt)],
              ...(startedAt === null
                ? []
                : outcomeLabels.map(([outcome, words]) => [words, String(told[outcome] ?? 0)] as const)),
            ]}
          />
        )}
        <Group>
          <Button variant="default" loading={test.isPending} onClick={() => test.mutate()}>
            Send it to me first
          </Button>
        </Group>
        {state === 'draft' && <Schedule campaign={campaign} />}
        {(state === 'scheduled' || state === 'sending') && (
          <ConfirmButton
            label="Stop it"
            question="What is queued already still goes out."
            confirm="Stop it"
            pending={cancel.isPending}
            onConfirm={() => cancel.mutate()}
          />
        )}
      </Stack>
    </Panel>
  )
}

function Schedule({ campaign: { id, version } }: { campaign: Campaign }): ReactElement {
  const [at, setAt] = useState('')
  const schedule = useChange(
    () => api.agency.scheduleCampaign({ path: { id }, body: { version, ...(at === '' ? {} : { at }) } }),
    'It is on its way.',
  )
  return (
    <Stack>
      <ZonedTimeInput
        label="Send at"
        description="Without a time it goes out within a minute."
        value={at}
        onChange={setAt}
      />
      <ConfirmButton
        label={at === '' ? 'Send it now' : 'Schedule it'}
        question="It goes to everybody who confirmed. Its words are not changed any more."
        confirm={at === '' ? 'Send it' : 'Schedule it'}
        pending={schedule.isPending}
        onConfirm={() => schedule.mutate()}
      />
    </Stack>
  )
}

function Draft({ campaign }: { campaign: Campaign }): ReactElement {
  const queryClient = useQueryClient()
  const { id, version } = campaign
  return (
    <Panel title="What it says">
      <CampaignForm
        campaign={campaign}
        send={(content) => api.agency.replaceCampaign({ path: { id }, body: { version, ...content } })}
        done={async (saved) => {
          notifyDone('The draft is saved.')
          queryClient.setQueryData(campaignKey(id), saved)
          await queryClient.invalidateQueries({ queryKey: ['staff', 'campaigns'] })
        }}
      />
    </Panel>
  )
}

function Written({ campaign: { paragraphs, button } }: { campaign: Campaign }): ReactElement {
  return (
    <Panel title="What it says">
      <Stack>
        {paragraphs.map((words) => (
          <Text key={words}>{words}</Text>
        ))}
        {button !== null && (
          <a href={button.url} rel="noopener noreferrer" target="_blank">
            {button.label}
          </a>
        )}
      </Stack>
    </Panel>
  )
}
