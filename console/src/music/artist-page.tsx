import { Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { type Artist, api } from '../api.ts'
import { Empty } from '../shell/empty.tsx'
import { Page } from '../shell/page.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { usePages } from '../shell/use-pages.ts'
import { linkLabels } from './artist-links.ts'
import { TrackList } from './track-list.tsx'

const route = getRouteApi('/artists/$slug')

export function ArtistPage(): ReactElement {
  const { slug } = route.useParams()
  const artist = useQuery({
    queryKey: ['artists', slug],
    queryFn: ({ signal }) => api.music.getArtist({ path: { slug }, signal }),
  })
  return (
    <Page
      title={artist.data?.name ?? 'Artist'}
      eyebrow={<TextLink to="/artists">Artists</TextLink>}
      lead={artist.data?.bio ?? undefined}
    >
      <QueryView query={artist}>{(found) => <ArtistView artist={found} />}</QueryView>
    </Page>
  )
}

function ArtistView({ artist }: { artist: Artist }): ReactElement {
  const pages = usePages(['tracks', { artist: artist.slug }], ({ cursor, signal }) =>
    api.music.listTracks({ query: { artist: artist.slug, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  const links = linkLabels.flatMap(([key, label]) => {
    const href = artist.links[key]
    return href === undefined || href === null ? [] : [{ href, label }]
  })
  return (
    <>
      {links.length > 0 && (
        <Group mb="xl" gap="lg">
          {links.map(({ href, label }) => (
            <a key={label} href={href} rel="noopener noreferrer nofollow" target="_blank">
              {label}
            </a>
          ))}
        </Group>
      )}
      <PagedList
        pages={pages}
        empty={<Empty title="No tracks yet" hint={<Text span>{artist.name} has published nothing so far.</Text>} />}
      >
        {(tracks) => <TrackList tracks={tracks} label={`Tracks by ${artist.name}`} />}
      </PagedList>
    </>
  )
}
