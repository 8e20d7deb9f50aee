import type { ReactElement } from 'react'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import type { ProjectLine } from './types.ts'
import { projectStates } from './words.ts'

export function ProjectRows({ projects }: { projects: readonly ProjectLine[] }): ReactElement {
  return (
    <Rows label="Projects">
      {projects.map(({ id, title, reference, clientName, progressPercent, state }) => (
        <Row
          key={id}
          title={
            <TextLink to="/agency/projects/$id" params={{ id }}>
              {title}
            </TextLink>
          }
          detail={`${reference}, ${clientName}, ${progressPercent} % done`}
          aside={<StateBadge tone={projectStates[state].tone}>{projectStates[state].label}</StateBadge>}
        />
      ))}
    </Rows>
  )
}
