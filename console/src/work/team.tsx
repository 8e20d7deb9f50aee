import { Button, Group, NativeSelect, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { may, useMe } from '../identity/me.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { useStep } from '../shell/use-step.ts'
import { colleaguesQuery, projectsKey } from './queries.ts'
import { ASSIGN_TEAM, type Project } from './types.ts'

/** Those who work on it, changed by those who may. */
export function Team({ project }: { project: Project }): ReactElement {
  const assigns = may(useMe(), ASSIGN_TEAM)
  const step = useStep<Project>({ of: projectsKey })
  return (
    <Panel title="Team">
      <Stack gap="md">
        <ProblemNotice error={step.problem} />
        {project.team.length === 0 && <p>Nobody yet.</p>}
        {project.team.length > 0 && (
          <Rows label="Team">
            {project.team.map(({ id, name }) => (
              <Row
                key={id}
                title={name}
                aside={
                  assigns && (
                    <Button
                      size="xs"
                      variant="default"
                      aria-label={`Take out ${name}`}
                      onClick={() =>
                        step.run(`${name} is out of the team.`, () =>
                          api.agency.leaveProject({ path: { id: project.id, userId: id } }),
                        )
                      }
                    >
                      Take out
                    </Button>
                  )
                }
              />
            ))}
          </Rows>
        )}
        {assigns && <Join project={project} />}
      </Stack>
    </Panel>
  )
}

function Join({ project }: { project: Project }): ReactElement | null {
  const me = useMe()
  const colleagues = useQuery(colleaguesQuery(may(me, 'agency:staff.view')))
  const [chosen, choose] = useState('')
  const step = useStep<Project>({ of: projectsKey })
  const inTeam = new Set(project.team.map(({ id }) => id))
  const others = (colleagues.data ?? []).filter(({ id }) => !inTeam.has(id))
  const next = others.some(({ id }) => id === chosen) ? chosen : others[0]?.id
  if (next === undefined) return null
  return (
    <>
      <ProblemNotice error={step.problem ?? colleagues.error} />
      <Group align="flex-end">
        <NativeSelect
          label="Who joins"
          value={next}
          data={others.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(event) => choose(event.currentTarget.value)}
        />
        <Button
          variant="default"
          loading={step.pending}
          onClick={() =>
            step.run('The team is one more.', () => api.agency.joinProject({ path: { id: project.id, userId: next } }))
          }
        >
          Add to the team
        </Button>
      </Group>
    </>
  )
}
