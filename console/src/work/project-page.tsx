import { NativeSelect, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { may, useMe } from '../identity/me.ts'
import { Facts } from '../shell/facts.tsx'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { useStep } from '../shell/use-step.ts'
import { When } from '../shell/when.tsx'
import { Deliverables } from './deliverables.tsx'
import { Milestones } from './milestones.tsx'
import { ProjectComments } from './project-comments.tsx'
import { projectKey, projectQuery, projectsKey } from './queries.ts'
import { Team } from './team.tsx'
import { type Project, VIEW_ALL } from './types.ts'
import { projectStates } from './words.ts'
import work from './work.module.css'
import { WorkFiles } from './work-files.tsx'

const route = getRouteApi('/makers/agency/projects/$id')

export function ProjectPage(): ReactElement {
  const { id } = route.useParams()
  const project = useQuery(projectQuery(id))
  return (
    <Page
      title={project.data?.title ?? 'Project'}
      eyebrow={<TextLink to="/agency/projects">Projects</TextLink>}
      lead={project.data && `${project.data.reference}, for ${project.data.clientName}`}
    >
      <QueryView query={project}>{(found) => <ProjectView project={found} />}</QueryView>
    </Page>
  )
}

function ProjectView({ project }: { project: Project }): ReactElement {
  const { label, tone } = projectStates[project.state]
  return (
    <Stack gap="lg">
      <Panel title="Where it stands" aside={<StateBadge tone={tone}>{label}</StateBadge>}>
        <Standing project={project} />
      </Panel>
      <Milestones project={project} />
      <Deliverables project={project} />
      <Panel title="Files">
        <WorkFiles
          files={project.files}
          urlOf={(fileId) => `/api/staff/projects/${project.id}/files/${fileId}`}
          queryKey={projectKey(project.id)}
          onAdd={(body) => api.agency.addFileToProject({ path: { id: project.id }, body })}
        />
      </Panel>
      <ProjectComments project={project} />
      <Team project={project} />
    </Stack>
  )
}

function Standing({ project }: { project: Project }): ReactElement {
  const step = useStep<Project>({ of: projectsKey })
  const seesClients = may(useMe(), VIEW_ALL)
  const { id, version, clientId, clientName, dueOn, createdAt } = project
  const change = (state: Project['state']): void =>
    step.run(`It is ${projectStates[state].label.toLowerCase()}.`, () =>
      api.agency.changeProject({ path: { id }, body: { version, state } }),
    )
  return (
    <Stack gap="md">
      <ProblemNotice error={step.problem} />
      <NativeSelect
        label="State"
        value={project.state}
        disabled={step.pending}
        data={Object.entries(projectStates).map(([value, { label }]) => ({ value, label }))}
        onChange={(event) => change(event.currentTarget.value as Project['state'])}
        style={{ maxWidth: '16rem' }}
      />
      {project.summary !== '' && <Text className={work.words ?? ''}>{project.summary}</Text>}
      <Facts
        facts={[
          [
            'Testimonial',
            project.testimonialId === null ? null : (
              <TextLink
                key="testimonial"
                to="/content/$type/$id"
                params={{ type: 'testimonial', id: project.testimonialId }}
              >
                What the client said
              </TextLink>
            ),
          ],
          [
            'Client',
            seesClients ? (
              <TextLink key="client" to="/agency/clients/$id" params={{ id: clientId }}>
                {clientName}
              </TextLink>
            ) : (
              clientName
            ),
          ],
          ['Progress', `${project.progressPercent} % of the milestones are done`],
          ['Due', dueOn && <When key="due" at={dueOn} show="day" />],
          ['Begun', <When key="begun" at={createdAt} />],
        ]}
      />
    </Stack>
  )
}
