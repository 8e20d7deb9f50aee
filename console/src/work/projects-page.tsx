import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { Empty } from '../shell/empty.tsx'
import { Page } from '../shell/page.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { usePages } from '../shell/use-pages.ts'
import { ProjectRows } from './project-rows.tsx'
import { projectsKey } from './queries.ts'

export function ProjectsPage(): ReactElement {
  const pages = usePages([...projectsKey, 'list'], ({ cursor, signal }) =>
    api.agency.listProjects({ query: cursor === undefined ? {} : { cursor }, signal }),
  )
  return (
    <Page title="Projects" lead="What is being made for clients.">
      <PagedList
        pages={pages}
        empty={<Empty title="No project is here" hint="An accepted quote becomes one; or begin one at a client." />}
      >
        {(projects) => <ProjectRows projects={projects} />}
      </PagedList>
    </Page>
  )
}
