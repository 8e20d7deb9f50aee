import { Button, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { Disclosure } from '../shell/disclosure.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { useStep } from '../shell/use-step.ts'
import { When } from '../shell/when.tsx'
import { projectKey, projectsKey } from './queries.ts'
import type { Project } from './types.ts'
import { deliverableStates } from './words.ts'
import work from './work.module.css'
import { WorkFiles } from './work-files.tsx'

type Deliverable = Project['deliverables'][number]

/** What is handed over. The client sees it once it is shared, and decides on each round. */
export function Deliverables({ project }: { project: Project }): ReactElement {
  return (
    <Panel title="Deliverables">
      <Stack gap="lg">
        {project.deliverables.length > 0 && (
          <Rows label="Deliverables">
            {project.deliverables.map((deliverable) => (
              <DeliverableRow key={deliverable.id} project={project} deliverable={deliverable} />
            ))}
          </Rows>
        )}
        <Disclosure label="Add a deliverable">
          <AddDeliverable project={project} />
        </Disclosure>
      </Stack>
    </Panel>
  )
}

interface DeliverableProps {
  readonly project: Project
  readonly deliverable: Deliverable
}

function DeliverableRow({ project, deliverable }: DeliverableProps): ReactElement {
  const { id, title, description, state, round, sharedAt, decidedAt, milestoneId, files } = deliverable
  const milestone = project.milestones.find((one) => one.id === milestoneId)?.title
  const path = { id: project.id, deliverableId: id }
  const step = useStep<Project>({ of: projectsKey })
  const isOpen = state === 'draft' || state === 'revision_requested'
  return (
    <Row
      title={title}
      detail={
        <Stack gap="xs">
          <Text size="sm" className={work.words ?? ''}>
            {description}
          </Text>
          <span>
            {milestone !== undefined && `${milestone}. `}
            {sharedAt !== null && (
              <>
                {`Round ${round}, shared `}
                <When at={sharedAt} />
              </>
            )}
            {decidedAt !== null && (
              <>
                , decided <When at={decidedAt} />
              </>
            )}
          </span>
          <WorkFiles
            of={title}
            files={files}
            urlOf={(fileId) => `/api/staff/projects/${project.id}/files/${fileId}?deliverableId=${id}`}
            queryKey={projectKey(project.id)}
            onAdd={(body) =>
              api.agency.addFileToProject({ path: { id: project.id }, body: { ...body, deliverableId: id } })
            }
          />
          <ProblemNotice error={step.problem} />
          {isOpen && (
            <ConfirmButton
              label={state === 'draft' ? `Share ${title}` : `Share ${title} anew`}
              question="The client sees it and is written to. Share it?"
              confirm="Share it"
              pending={step.pending}
              onConfirm={() => step.run('It is shared.', () => api.agency.shareDeliverable({ path }))}
            />
          )}
        </Stack>
      }
      aside={<StateBadge tone={deliverableStates[state].tone}>{deliverableStates[state].label}</StateBadge>}
    />
  )
}

function AddDeliverable({ project }: { project: Project }): ReactElement {
  const queryClient = useQueryClient()
  const form = useForm({
    mode: 'controlled',
    initialValues: { title: '', description: '', milestoneId: '' },
    validate: { title: filled('A title is needed') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ title, description, milestoneId }) =>
      api.agency.addDeliverable({
        path: { id: project.id },
        body: { title: title.trim(), description, milestoneId: milestoneId === '' ? null : milestoneId },
      }),
    done: async () => {
      form.reset()
      await queryClient.invalidateQueries({ queryKey: projectsKey })
    },
  })
  return (
    <form onSubmit={submit} noValidate aria-label="Add a deliverable">
      <Stack gap="md" mt="sm">
        <ProblemNotice error={problem} />
        <TextInput label="What is delivered" maxLength={160} {...form.getInputProps('title')} />
        <Textarea label="Description (optional)" rows={2} maxLength={4000} {...form.getInputProps('description')} />
        <NativeSelect
          label="Belongs to"
          data={[
            { value: '', label: 'No milestone' },
            ...project.milestones.map(({ id, title }) => ({ value: id, label: title })),
          ]}
          {...form.getInputProps('milestoneId')}
        />
        <Button type="submit" variant="default" loading={pending} style={{ alignSelf: 'flex-start' }}>
          Add the deliverable
        </Button>
      </Stack>
    </form>
  )
}
