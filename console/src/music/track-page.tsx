import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api, type Track } from '../api.ts'
import { Facts } from '../shell/facts.tsx'
import { Page } from '../shell/page.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { When } from '../shell/when.tsx'
import { Cover } from './cover.tsx'
import { Listening } from './listening.tsx'
import { playableOf } from './playable.ts'
import styles from './track-page.module.css'
import { clockTime } from './words.ts'

const route = getRouteApi('/tracks/$id')

export function TrackPage(): ReactElement {
  const { id } = route.useParams()
  const track = useQuery({
    queryKey: ['tracks', id],
    queryFn: ({ signal }) => api.music.getTrack({ path: { id }, signal }),
  })
  const artist = track.data?.artist
  return (
    <Page
      title={track.data?.title ?? 'Track'}
      eyebrow={<TextLink to="/tracks">Catalogue</TextLink>}
      lead={
        artist && (
          <>
            by{' '}
            <TextLink to="/artists/$slug" params={{ slug: artist.slug }}>
              {artist.name}
            </TextLink>
          </>
        )
      }
    >
      <QueryView query={track}>{(found) => <TrackView track={found} />}</QueryView>
    </Page>
  )
}

function TrackView({ track }: { track: Track }): ReactElement {
  const waveform = useQuery({
    queryKey: ['tracks', track.id, 'waveform'],
    queryFn: ({ signal }) => api.music.trackWaveform({ path: { id: track.id }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <div className={styles.track}>
      <Cover url={track.coverUrl} size={320} fluid />
      <div>
        <Listening track={playableOf(track)} peaks={waveform.data?.peaks ?? []} />
        <Facts
          facts={[
            ['Genre', track.genre],
            ['Length', clockTime(track.durationMs / 1000)],
            ['Published', <When key="at" at={track.publishedAt} show="day" />],
            ['Tempo', track.bpm === null ? null : `${track.bpm} BPM`],
            ['ISRC', track.isrc],
            ['Lyrics', track.explicit ? 'Explicit' : null],
          ]}
        />
      </div>
    </div>
  )
}
