import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { Empty } from '../shell/empty.tsx'
import { Page } from '../shell/page.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { usePages } from '../shell/use-pages.ts'
import { roleTitle } from './words.ts'

/** The organisations the person is a member of. */
export function OrganisationsPage(): ReactElement {
  const pages = usePages(['organisations'], ({ cursor, signal }) =>
    api.organisations.list({ query: cursor === undefined ? {} : { cursor }, signal }),
  )
  return (
    <Page title="Organisations" lead="People who work together, and what each of them may do." width="reading">
      <Stack gap="xl">
        <PagedList
          pages={pages}
          empty={<Empty title="You are in none" hint="Make one below, or have somebody invite you." />}
        >
          {(items) => (
            <Rows label="Organisations">
              {items.map(({ id, name, slug, role }) => (
                <Row
                  key={id}
                  title={
                    <TextLink to="/organisations/$id" params={{ id }}>
                      {name}
                    </TextLink>
                  }
                  detail={`${slug}, you are ${roleTitle(role).toLowerCase()}`}
                />
              ))}
            </Rows>
          )}
        </PagedList>
        <CreateOrganisation />
      </Stack>
    </Page>
  )
}

function CreateOrganisation(): ReactElement {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: '' },
    validate: { name: filled('Enter a name') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (body) => api.organisations.create({ body }),
    done: async ({ id }) => {
      await queryClient.invalidateQueries({ queryKey: ['organisations'] })
      await navigate({ to: '/organisations/$id', params: { id } })
    },
  })
  return (
    <Panel title="Make an organisation">
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemNotice error={problem} />
          <TextInput key={form.key('name')} label="Name" {...form.getInputProps('name')} />
          <Group>
            <Button type="submit" loading={pending}>
              Make it
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  )
}
