import { Code, Group, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { rolesQuery } from './roles-query.ts'

export function RolesPage(): ReactElement {
  const roles = useQuery(rolesQuery)
  return (
    <Page
      title="Roles"
      lead="The units of the server declare roles and what each may do. They are granted to people, under People."
    >
      <QueryView query={roles}>
        {({ items }) => (
          <Stack>
            {items.map(({ name, title, permissions }) => (
              <Panel key={name} title={title} aside={<Code>{name}</Code>}>
                <Group gap="xs">
                  {permissions.map((permission) => (
                    <Code key={permission}>{permission}</Code>
                  ))}
                </Group>
              </Panel>
            ))}
          </Stack>
        )}
      </QueryView>
    </Page>
  )
}
