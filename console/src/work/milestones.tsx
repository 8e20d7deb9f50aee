import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { useStep } from '../shell/use-step.ts'
import { When } from '../shell/when.tsx'
import { projectsKey } from './queries.ts'
import type { Project } from './types.ts'
import { milestoneStates } from './words.ts'

type Milestone = Project['milestones'][number]

export function Milestones({ project }: { project: Project }): ReactElement {
  const step = useStep<Project>({ of: projectsKey })
  const move = (milestone: Milestone, state: Milestone['state']): void => {
    const path = { id: project.id, milestoneId: milestone.id }
    step.run(`${milestone.title} is ${milestoneStates[state].label.toLowerCase()}.`, () =>
      api.agency.moveMilestone({ path, body: { expected: milestone.state, state } }),
    )
  }
  return (
    <Panel title="Milestones">
      <Stack gap="lg">
        <ProblemNotice error={step.problem} />
        {project.milestones.length > 0 && (
          <Rows label="Milestones">
            {project.milestones.map((milestone) => (
              <Row
                key={milestone.id}
                title={milestone.title}
                detail={
                  milestone.dueOn !== null && (
                    <>
                      due <When at={milestone.dueOn} show="day" />
                    </>
                  )
                }
                aside={
                  <NativeSelect
                    size="xs"
                    aria-label={`State of ${milestone.title}`}
                    value={milestone.state}
                    disabled={step.pending}
                    data={Object.entries(milestoneStates).map(([value, { label }]) => ({ value, label }))}
                    onChange={(event) => move(milestone, event.currentTarget.value as Milestone['state'])}
                  />
                }
              />
            ))}
          </Rows>
        )}
        <AddMilestone id={project.id} />
      </Stack>
    </Panel>
  )
}

function AddMilestone({ id }: { id: string }): ReactElement {
  const queryClient = useQueryClient()
  const form = useForm({
    mode: 'controlled',
    initialValues: { title: '', dueOn: '' },
    validate: { title: filled('A title is needed') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ title, dueOn }) =>
      api.agency.addMilestone({ path: { id }, body: { title: title.trim(), ...(dueOn === '' ? {} : { dueOn }) } }),
    done: async () => {
      form.reset()
      await queryClient.invalidateQueries({ queryKey: projectsKey })
    },
  })
  return (
    <form onSubmit={submit} noValidate aria-label="One more milestone">
      <Stack gap="md">
        <ProblemNotice error={problem} />
        <Group align="flex-start">
          <TextInput label="One more milestone" maxLength={160} {...form.getInputProps('title')} />
          <TextInput type="date" label="Due (optional)" {...form.getInputProps('dueOn')} />
        </Group>
        <Button type="submit" variant="default" loading={pending} style={{ alignSelf: 'flex-start' }}>
          Add the milestone
        </Button>
      </Stack>
    </form>
  )
}
