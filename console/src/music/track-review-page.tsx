import { Button, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { ReviewedTrack } from '../api.ts'
import { Facts } from '../shell/facts.tsx'
import { GatedButton } from '../shell/gated-button.tsx'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { When } from '../shell/when.tsx'
import { Cover } from './cover.tsx'
import { Findings } from './findings.tsx'
import { Listening } from './listening.tsx'
import { reviewQuery } from './queries.ts'
import { useClaim } from './use-claim.ts'
import { VerdictForm } from './verdict-form.tsx'
import { clockTime, submissionStates } from './words.ts'

const route = getRouteApi('/track-reviewers/review/tracks/$id')

export function TrackReviewPage(): ReactElement {
  const { id } = route.useParams()
  const track = useQuery(reviewQuery(id))
  return (
    <Page
      title={track.data?.title ?? 'Submitted track'}
      eyebrow={<TextLink to="/review/tracks">Submitted tracks</TextLink>}
      lead={track.data && `by ${track.data.artist.name}`}
    >
      <QueryView query={track}>{(found) => <ReviewView track={found} />}</QueryView>
    </Page>
  )
}

function ReviewView({ track }: { track: ReviewedTrack }): ReactElement {
  const { isMine, claim, release } = useClaim(track)
  return (
    <Stack gap="xl">
      <Panel
        title="Claim"
        aside={<StateBadge tone={submissionStates[track.state].tone}>{submissionStates[track.state].label}</StateBadge>}
      >
        <ClaimInWords held={track.claim} isMine={isMine} />
        {isMine ? (
          <Button variant="default" onClick={() => release.mutate()} loading={release.isPending}>
            Give it back
          </Button>
        ) : (
          <GatedButton onClick={() => claim.mutate()} loading={claim.isPending} disabledReason={whyNotClaimable(track)}>
            Claim it
          </GatedButton>
        )}
      </Panel>
      <Recording track={track} />
      {isMine && <VerdictForm track={track} />}
    </Stack>
  )
}

function whyNotClaimable(track: ReviewedTrack): string | undefined {
  if (track.ownArtist) return 'Nobody decides about an artist of their own'
  if (track.claim !== null) return `${track.claim.reviewer.name} is listening to it`
  if (track.state === 'submitted' || track.state === 'in_review') return undefined
  return 'Only a track that waits for a decision can be claimed'
}

interface ClaimInWordsProps {
  readonly held: ReviewedTrack['claim']
  readonly isMine: boolean
}

function ClaimInWords({ held, isMine }: ClaimInWordsProps): ReactElement {
  if (held === null) return <Text mb="md">Nobody is listening to it.</Text>
  return (
    <Text mb="md" role="status">
      {isMine ? 'It is yours' : `${held.reviewer.name} holds it`} until <When at={held.until} />
      {isMine && '. The time is extended while this page is open.'}
    </Text>
  )
}

function Recording({ track }: { track: ReviewedTrack }): ReactElement {
  const { id, title, artist, streamUrl, coverUrl, waveform, findings, probe } = track
  const durationMs = track.durationMs ?? 0
  const playable = { id: `review-${id}`, title, artistName: artist.name, durationMs, streamUrl, coverUrl }
  return (
    <Panel title="Recording">
      <Group wrap="nowrap" align="flex-start" gap="lg">
        <Cover url={coverUrl} size={88} />
        <div style={{ flex: 1, minWidth: 0 }}>
          <Listening track={playable} peaks={waveform.peaks} />
        </div>
      </Group>
      <Facts
        facts={[
          ['Genre', track.genre],
          ['Length', clockTime(durationMs / 1000)],
          ['Format', probe && formatInWords(probe)],
          ['ISRC', track.isrc],
          ['Language', track.language],
          ['Lyrics', track.explicit ? 'Explicit' : null],
          ['Round', String(track.round)],
          ['From the artist', track.description],
        ]}
      />
      {findings.length > 0 && (
        <Stack mt="lg">
          <Findings findings={findings} />
        </Stack>
      )}
    </Panel>
  )
}

function formatInWords({
  codec,
  sampleRateHz,
  bitDepth,
  bitrateBps,
  lossless,
}: NonNullable<ReviewedTrack['probe']>): string {
  const depth = bitDepth === null ? [] : [`${bitDepth} bit`]
  const rate = lossless ? [] : [`${Math.round(bitrateBps / 1000)} kbit/s`]
  return [codec, `${sampleRateHz / 1000} kHz`, ...depth, ...rate].join(', ')
}
