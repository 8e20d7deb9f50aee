import { Stack, Text } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { FileLink } from '../files/attached-files.tsx'
import { ButtonLink } from '../shell/button-link.tsx'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { DeliverablePanel } from './deliverable-panel.tsx'
import { FileList } from './file-list.tsx'
import styles from './portal.module.css'
import { projectKey, projectQuery } from './queries.ts'
import { Thread, WriteForm } from './thread.tsx'
import type { ClientProject } from './types.ts'
import { dayInWords, milestoneWords, projectWords } from './words.ts'

const route = getRouteApi('/portal/portal/projects/$id')

export function ProjectPage(): ReactElement {
  const { id } = route.useParams()
  const project = useQuery(projectQuery(id))
  return (
    <Page
      title={project.data?.title ?? 'Project'}
      eyebrow={<TextLink to="/portal">Your portal</TextLink>}
      lead={project.data?.reference}
      width="reading"
    >
      <QueryView query={project}>{(found) => <ProjectView project={found} />}</QueryView>
    </Page>
  )
}

function ProjectView({ project }: { project: ClientProject }): ReactElement {
  return (
    <Stack gap="xl">
      <Progress project={project} />
      {project.testimonial !== 'not_asked' && <TestimonialPanel project={project} />}
      {project.deliverables.map((one) => (
        <DeliverablePanel key={one.id} project={project} deliverable={one} />
      ))}
      {project.files.length > 0 && (
        <Panel title="Files of the project">
          <FileList
            label="Files of the project"
            files={project.files}
            action={(file) => <FileLink file={file} href={`/api/portal/projects/${project.id}/files/${file.id}`} />}
          />
        </Panel>
      )}
      <Comments project={project} />
    </Stack>
  )
}

function TestimonialPanel({ project: { id, testimonial } }: { project: ClientProject }): ReactElement {
  const isGiven = testimonial === 'given'
  return (
    <Panel title="How was it?">
      <Stack align="flex-start">
        <Text>{isGiven ? 'Thank you for what you said.' : 'Would you tell others? A few sentences are enough.'}</Text>
        <ButtonLink to="/portal/projects/$id/testimonial" params={{ id }} variant={isGiven ? 'default' : 'filled'}>
          {isGiven ? 'See what you said' : 'Say how it was'}
        </ButtonLink>
      </Stack>
    </Panel>
  )
}

function Progress({ project }: { project: ClientProject }): ReactElement {
  const { state, summary, dueOn, progressPercent, milestones } = project
  const { label, tone } = projectWords[state]
  return (
    <Panel title="Where it stands" aside={<StateBadge tone={tone}>{label}</StateBadge>}>
      <Stack>
        {summary !== '' && <Text>{summary}</Text>}
        <div>
          <Text size="sm" mb={4}>
            {`${progressPercent} % of the milestones are done${dueOn === null ? '' : `, due ${dayInWords(dueOn)}`}`}
          </Text>
          <progress className={styles.progress} aria-label="Milestones done" max={100} value={progressPercent} />
        </div>
        {milestones.length > 0 && (
          <Rows label="Milestones">
            {milestones.map((milestone) => (
              <Row
                key={milestone.id}
                title={milestone.title}
                detail={milestone.dueOn === null ? undefined : `due ${dayInWords(milestone.dueOn)}`}
                aside={
                  <StateBadge tone={milestoneWords[milestone.state].tone}>
                    {milestoneWords[milestone.state].label}
                  </StateBadge>
                }
              />
            ))}
          </Rows>
        )}
      </Stack>
    </Panel>
  )
}

function Comments({ project: { id, comments } }: { project: ClientProject }): ReactElement {
  const queryClient = useQueryClient()
  const ofProject = comments.filter((one) => one.deliverableId === null)
  return (
    <Panel title="Comments">
      <Thread label="Comments" messages={ofProject.map((one) => ({ ...one, at: one.writtenAt }))} />
      <WriteForm
        label="Your comment"
        send={(body) => api.agency.commentOnMyProject({ path: { id }, body: { body } })}
        done={() => queryClient.invalidateQueries({ queryKey: projectKey(id) })}
      />
    </Panel>
  )
}
