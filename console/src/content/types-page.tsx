import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { Empty } from '../shell/empty.tsx'
import { Page } from '../shell/page.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { typesQuery } from './queries.ts'
import { pluralLabel } from './words.ts'

/** What there is to write. */
export function TypesPage(): ReactElement {
  const types = useQuery(typesQuery)
  return (
    <Page title="Content" lead="What the site tells, by its kind." width="reading">
      <QueryView query={types}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty
              title="There is nothing to write"
              hint="A product declares kinds of content, and a role opens them to you."
            />
          ) : (
            <Rows label="Kinds of content">
              {items.map((type) => (
                <Row
                  key={type.name}
                  title={
                    <TextLink to="/content/$type" params={{ type: type.name }}>
                      {pluralLabel(type)}
                    </TextLink>
                  }
                  detail={type.may.publish ? 'You write and publish' : 'You write, others publish'}
                />
              ))}
            </Rows>
          )
        }
      </QueryView>
    </Page>
  )
}
