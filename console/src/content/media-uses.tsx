import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { MediaDetail } from '../api.ts'
import { Panel } from '../shell/panel.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge, type Tone } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { typesQuery } from './queries.ts'
import { languageWords } from './words.ts'

type Use = MediaDetail['uses'][number]

const places: Readonly<Record<Use['in'], { readonly label: string; readonly tone: Tone }>> = {
  live: { label: 'Everybody sees it', tone: 'positive' },
  draft: { label: 'In the draft', tone: 'caution' },
  older: { label: 'In an older version', tone: 'quiet' },
}

/** The entries that have it. */
export function MediaUses({ media }: { media: MediaDetail }): ReactElement {
  const { uses, otherUses, usedBy } = media
  return (
    <Panel title="Where it is used">
      {usedBy === 0 && <p>No entry uses it.</p>}
      {uses.length > 0 && (
        <Rows label="Entries that use it">
          {uses.map((use) => (
            <UseRow key={use.id} use={use} />
          ))}
        </Rows>
      )}
      {otherUses > 0 && (
        <p>{otherUses === 1 ? 'One more entry is not shown here.' : `${otherUses} more entries are not shown here.`}</p>
      )}
    </Panel>
  )
}

function UseRow({ use }: { use: Use }): ReactElement {
  const { data } = useQuery(typesQuery)
  const type = data?.items.find(({ name }) => name === use.type)
  const { label, tone } = places[use.in]
  const language = (type?.locales.length ?? 0) > 1 ? `, ${languageWords(use.locale)}` : ''
  return (
    <Row
      title={
        <TextLink to="/content/$type/$id" params={{ type: use.type, id: use.id }}>
          {use.title}
        </TextLink>
      }
      detail={`${type?.label ?? use.type}${language}${use.trashed ? ', in the trash' : ''}`}
      aside={<StateBadge tone={tone}>{label}</StateBadge>}
    />
  )
}
