import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { ButtonLink } from '../shell/button-link.tsx'
import { Empty } from '../shell/empty.tsx'
import { Page } from '../shell/page.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { usePages } from '../shell/use-pages.ts'

export function ArtistsPage(): ReactElement {
  const pages = usePages(['artists'], ({ cursor, signal }) =>
    api.music.listArtists({ query: { limit: 30, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  const empty = (
    <Empty
      title="No artists yet"
      hint="An artist stands here once their application is approved."
      action={<ButtonLink to="/apply">Apply as an artist</ButtonLink>}
    />
  )
  return (
    <Page title="Artists" lead="Those whose applications the label has approved.">
      <PagedList pages={pages} empty={empty}>
        {(artists) => (
          <Rows label="Artists">
            {artists.map(({ id, name, slug, genres }) => (
              <Row
                key={id}
                title={
                  <TextLink to="/artists/$slug" params={{ slug }}>
                    {name}
                  </TextLink>
                }
                detail={genres.join(', ')}
              />
            ))}
          </Rows>
        )}
      </PagedList>
    </Page>
  )
}
