import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { Page } from '../../../shell/page.tsx'
import { LoadingRows } from '../../../shell/paged-list.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { playbookQuery } from '../queries.ts'
import type { Playbook } from '../types.ts'
import { PlaybookForm } from './playbook-form.tsx'

const route = getRouteApi('/traders/trading/playbooks/$id/edit')

export function EditPlaybookPage(): ReactElement {
  const { id } = route.useParams()
  const playbook = useQuery(playbookQuery(id))
  const [begun, begin] = useState<{ playbook: Playbook; round: number } | null>(null)
  return (
    <Page
      title={playbook.data === undefined ? 'Playbook' : `Change ${playbook.data.name}`}
      eyebrow={
        <TextLink to="/trading/playbooks/$id" params={{ id }}>
          {playbook.data?.name ?? 'Playbook'}
        </TextLink>
      }
      lead="Other rules make a new version: it counts for trades opened from then on, the former one for those before."
      width="reading"
    >
      <QueryView query={playbook}>
        {(read) =>
          playbook.isFetchedAfterMount ? (
            <PlaybookForm
              key={begun?.round ?? 0}
              playbook={begun?.playbook ?? read}
              onBegin={(theirs) => begin({ playbook: theirs, round: (begun?.round ?? 0) + 1 })}
            />
          ) : (
            <LoadingRows />
          )
        }
      </QueryView>
    </Page>
  )
}
