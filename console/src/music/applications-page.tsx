import { Button, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { type Application, api } from '../api.ts'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { When } from '../shell/when.tsx'
import type { ApplicantRole } from './application-values.ts'
import { applicationKey, myApplicationsQuery } from './queries.ts'
import { applicationStates, roleLabels } from './words.ts'

export function ApplicationsPage(): ReactElement {
  const applications = useQuery(myApplicationsQuery)
  return (
    <Page
      title="Artist application"
      lead="Tell the label who you are. A draft is kept as you write; a person reads what you submit."
      width="reading"
    >
      <Stack gap="xl">
        <QueryView query={applications}>
          {({ items }) => (items.length === 0 ? null : <MyApplications applications={items} />)}
        </QueryView>
        <StartApplication />
      </Stack>
    </Page>
  )
}

function MyApplications({ applications }: { applications: readonly Application[] }): ReactElement {
  return (
    <Panel title="Your applications">
      <Rows label="Your applications">
        {applications.map(({ id, payload, state, updatedAt }) => (
          <Row
            key={id}
            title={
              <TextLink to="/apply/$id" params={{ id }}>
                {payload.stageName ?? 'Without a name so far'}
              </TextLink>
            }
            detail={
              <>
                Last changed <When at={updatedAt} />
              </>
            }
            aside={<StateBadge tone={applicationStates[state].tone}>{applicationStates[state].label}</StateBadge>}
          />
        ))}
      </Rows>
    </Panel>
  )
}

function StartApplication(): ReactElement {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const form = useForm<{ stageName: string; role: ApplicantRole }>({
    mode: 'uncontrolled',
    initialValues: { stageName: '', role: 'solo' },
    validate: { stageName: filled('Enter the name you perform under') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (body) => api.music.startApplication({ body }),
    done: async (application) => {
      queryClient.setQueryData(applicationKey(application.id), application)
      await queryClient.invalidateQueries({ queryKey: myApplicationsQuery.queryKey, exact: true })
      await navigate({ to: '/apply/$id', params: { id: application.id } })
    },
  })
  return (
    <Panel title="Start an application">
      <form onSubmit={submit} noValidate>
        <Stack align="stretch">
          <ProblemNotice error={problem} />
          <TextInput key={form.key('stageName')} label="Stage name" {...form.getInputProps('stageName')} />
          <NativeSelect
            key={form.key('role')}
            label="You apply as"
            data={Object.entries(roleLabels).map(([value, label]) => ({ value, label }))}
            {...form.getInputProps('role')}
          />
          <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
            Start
          </Button>
        </Stack>
      </form>
    </Panel>
  )
}
