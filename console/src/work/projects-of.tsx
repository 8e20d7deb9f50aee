import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { PagedList } from '../shell/paged-list.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { usePages } from '../shell/use-pages.ts'
import { ProjectRows } from './project-rows.tsx'
import { projectsKey } from './queries.ts'

/** Their projects, and the way to one that no quote comes before. */
export function ProjectsOf({ clientId, begins }: { clientId: string; begins: boolean }): ReactElement {
  const pages = usePages([...projectsKey, 'of', clientId], ({ cursor, signal }) =>
    api.agency.listProjects({ query: { clientId, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  return (
    <Panel title="Projects">
      <Stack gap="lg">
        <PagedList pages={pages} empty={<p>None.</p>}>
          {(projects) => <ProjectRows projects={projects} />}
        </PagedList>
        {begins && <BeginProject clientId={clientId} />}
      </Stack>
    </Panel>
  )
}

function BeginProject({ clientId }: { clientId: string }): ReactElement {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const form = useForm({
    mode: 'controlled',
    initialValues: { title: '' },
    validate: { title: filled('A title is needed') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ title }) => api.agency.startProject({ body: { clientId, title: title.trim() } }),
    done: async ({ id }) => {
      await queryClient.invalidateQueries({ queryKey: projectsKey })
      await navigate({ to: '/agency/projects/$id', params: { id } })
    },
  })
  return (
    <form onSubmit={submit} noValidate aria-label="Begin a project">
      <Stack gap="md">
        <ProblemNotice error={problem} />
        <Group align="flex-end">
          <TextInput label="A project without a quote" maxLength={160} {...form.getInputProps('title')} />
          <Button type="submit" variant="default" loading={pending}>
            Begin it
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
