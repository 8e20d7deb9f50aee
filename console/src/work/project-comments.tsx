import { Stack } from '@mantine/core'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { Panel } from '../shell/panel.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { When } from '../shell/when.tsx'
import { projectKey } from './queries.ts'
import type { Project } from './types.ts'
import { actorWords, visibilityWords } from './words.ts'
import work from './work.module.css'
import { WriteForm } from './write-form.tsx'

export function ProjectComments({ project }: { project: Project }): ReactElement {
  const titleOf = (id: string | null): string | undefined => project.deliverables.find((one) => one.id === id)?.title
  return (
    <Panel title="Comments">
      <Stack gap="lg">
        {project.comments.length > 0 && (
          <Rows label="Comments">
            {project.comments.map((comment) => {
              const on = titleOf(comment.deliverableId)
              return (
                <Row
                  key={comment.id}
                  title={<span className={work.words}>{comment.body}</span>}
                  detail={
                    <>
                      {actorWords(comment.author, comment.authorName)}
                      {on !== undefined && ` on ${on}`}, <When at={comment.writtenAt} />
                    </>
                  }
                  aside={<StateBadge tone="quiet">{visibilityWords(comment.visibility)}</StateBadge>}
                />
              )
            })}
          </Rows>
        )}
        <WriteForm
          label="Comment"
          send="Add the comment"
          queryKey={projectKey(project.id)}
          onSend={(body) => api.agency.commentOnProject({ path: { id: project.id }, body })}
        />
      </Stack>
    </Panel>
  )
}
