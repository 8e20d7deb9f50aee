import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { MediaDetail } from '../api.ts'
import { askAgain } from '../files/ask-again.ts'
import { sizeInWords } from '../files/bytes.ts'
import { useMe } from '../identity/me.ts'
import { Facts } from '../shell/facts.tsx'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { When } from '../shell/when.tsx'
import styles from './media.module.css'
import { mediaQuery } from './media.ts'
import { MediaAddresses } from './media-addresses.tsx'
import { MediaRemoval } from './media-removal.tsx'
import { MediaUses } from './media-uses.tsx'
import { MediaVersions } from './media-versions.tsx'
import { MediaVisibility } from './media-visibility.tsx'
import { MediaWords } from './media-words.tsx'

const route = getRouteApi('/content-writers/content/media/$id')

export function MediaDetailPage(): ReactElement {
  const { id } = route.useParams()
  const media = useQuery(mediaQuery(id))
  return (
    <Page title={media.data?.filename ?? 'Media'} eyebrow={<TextLink to="/content/media">Media</TextLink>}>
      <QueryView query={media}>{(detail) => <Detail key={detail.id} media={detail} />}</QueryView>
    </Page>
  )
}

function Detail({ media }: { media: MediaDetail }): ReactElement {
  const isPicture = media.kind === 'image'
  return (
    <div className={styles.sides}>
      <Stack gap="lg">
        <Shown media={media} />
        {media.mayChange && <MediaVersions media={media} />}
        <MediaUses media={media} />
      </Stack>
      <Stack gap="lg">
        <Panel title="About it">
          <About media={media} />
        </Panel>
        <MediaVisibility media={media} />
        {media.state !== 'refused' && <MediaAddresses media={media} />}
        {isPicture && <MediaWords key={media.alt} media={media} />}
        {media.mayChange && <MediaRemoval media={media} />}
      </Stack>
    </div>
  )
}

function Shown({ media: { state, sizes, url, alt, filename } }: { media: MediaDetail }): ReactElement {
  if (state === 'refused')
    return <p>It cannot be shown: it is damaged, has too many pixels, or the malware scanner found something in it.</p>
  if (sizes === null) return <a href={url}>{`Open ${filename}`}</a>
  return (
    <div>
      <img
        className={styles.picture}
        src={sizes.medium}
        alt={alt ?? filename}
        onError={(event) => askAgain(event.currentTarget)}
      />
    </div>
  )
}

function About({ media }: { media: MediaDetail }): ReactElement {
  const me = useMe()
  const { contentType, bytes, uploadedAt, uploadedBy } = media
  const by = uploadedBy === null ? 'Somebody who has left' : uploadedBy === me?.user.id ? 'You' : 'Somebody else'
  return (
    <Facts
      facts={[
        ['Type', contentType],
        ['Size', sizeInWords(bytes)],
        ['Uploaded', <When key="uploaded" at={uploadedAt} />],
        ['By', by],
      ]}
    />
  )
}
