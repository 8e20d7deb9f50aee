import { Button, NativeSelect, Stack, Text, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { may, useMe } from '../identity/me.ts'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { Facts } from '../shell/facts.tsx'
import { moneyInWords } from '../shell/money.ts'
import { notifyDone } from '../shell/notify.ts'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { useFormSubmit } from '../shell/use-form-submit.ts'
import { When } from '../shell/when.tsx'
import styles from './people.module.css'
import { employeesQuery, leadQuery } from './queries.ts'
import type { Lead } from './types.ts'
import { useChange } from './use-change.ts'
import { leadStages } from './words.ts'

const route = getRouteApi('/lead-staff/agency/leads/$id')

export function LeadPage(): ReactElement {
  const { id } = route.useParams()
  const lead = useQuery(leadQuery(id))
  return (
    <Page title={lead.data?.name ?? 'Lead'} eyebrow={<TextLink to="/agency/leads">Leads</TextLink>} width="reading">
      <QueryView query={lead}>{(found) => <LeadView lead={found} />}</QueryView>
    </Page>
  )
}

function LeadView({ lead }: { lead: Lead }): ReactElement {
  const { email, company, phone, source, worth, createdAt, enquiryId, stage } = lead
  const { label, tone } = leadStages[stage]
  const isOver = stage === 'won' || stage === 'lost'
  return (
    <Stack gap="xl">
      <Panel title="About" aside={<StateBadge tone={tone}>{label}</StateBadge>}>
        <Facts
          facts={[
            ['E-mail', email],
            ['Company', company],
            ['Phone', phone],
            ['Comes from', source],
            ['May be worth', worth === null ? null : moneyInWords(worth)],
            ['Known since', <When key="since" at={createdAt} show="day" />],
            [
              'Enquiry',
              enquiryId === null ? null : (
                <TextLink key="enquiry" to="/agency/enquiries/$id" params={{ id: enquiryId }}>
                  What they wrote
                </TextLink>
              ),
            ],
          ]}
        />
        {isOver && lead.notes !== '' && <div className={styles.words}>{lead.notes}</div>}
      </Panel>
      {isOver ? (
        <Text>{stage === 'won' ? 'They are a client now.' : 'Nothing came of it.'}</Text>
      ) : (
        <>
          <Progress key={lead.version} lead={lead} />
          <Winning lead={lead} />
        </>
      )}
    </Stack>
  )
}

const openStages = ['new', 'contacted', 'qualified', 'proposal', 'lost'] as const
type OpenStage = (typeof openStages)[number]

function Progress({ lead }: { lead: Lead }): ReactElement {
  const queryClient = useQueryClient()
  const me = useMe()
  const employees = useQuery({ ...employeesQuery, enabled: may(me, 'agency:staff.view') })
  const { id, version, stage, notes, ownerId } = lead
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { stage: stage as OpenStage, notes, ownerId: ownerId ?? '' },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ ownerId: owner, ...rest }) => {
      const changed = owner === (ownerId ?? '') ? {} : { ownerId: owner === '' ? null : owner }
      return api.agency.changeLead({ path: { id }, body: { version, ...rest, ...changed } })
    },
    done: async () => {
      notifyDone('The lead is saved.')
      await queryClient.invalidateQueries({ queryKey: ['staff', 'leads'] })
    },
  })
  const owners = new Map<string, string>()
  if (me != null) owners.set(me.user.id, `${me.user.name} (you)`)
  for (const one of employees.data?.items ?? [])
    if (one.state === 'active' && !owners.has(one.id)) owners.set(one.id, one.name)
  if (ownerId !== null && !owners.has(ownerId)) owners.set(ownerId, 'Somebody else')
  return (
    <Panel title="How far it is">
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemNotice error={problem} />
          <NativeSelect
            key={form.key('stage')}
            label="Stage"
            data={openStages.map((value) => ({ value, label: leadStages[value].label }))}
            {...form.getInputProps('stage')}
          />
          {employees.data !== undefined && (
            <NativeSelect
              key={form.key('ownerId')}
              label="Whose it is"
              data={[{ value: '', label: 'Nobody' }, ...[...owners].map(([value, label]) => ({ value, label }))]}
              {...form.getInputProps('ownerId')}
            />
          )}
          <Textarea key={form.key('notes')} label="Notes" rows={5} maxLength={8000} {...form.getInputProps('notes')} />
          <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
            Save
          </Button>
        </Stack>
      </form>
    </Panel>
  )
}

function Winning({ lead: { id, version, name } }: { lead: Lead }): ReactElement {
  const win = useChange(() => api.agency.winLead({ path: { id }, body: { version } }), `${name} is a client now.`)
  return (
    <ConfirmButton
      label="Make a client of them"
      question="The lead is won then, and is not changed any more."
      confirm="Make a client"
      pending={win.isPending}
      onConfirm={() => win.mutate()}
    />
  )
}
