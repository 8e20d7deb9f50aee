import type { ReactElement } from 'react'
import type { Application } from '../api.ts'
import { Facts } from '../shell/facts.tsx'
import { linkLabels } from './artist-links.ts'
import { countryName } from './countries.ts'
import { roleLabels } from './words.ts'

/** An application as entered, for the applicant before submitting and for the reviewer after. */
export function ApplicationFacts({ payload }: { payload: Application['payload'] }): ReactElement {
  const { links } = payload
  const linked = linkLabels.flatMap(([key, label]) => {
    const url = links?.[key]
    return url ? [[label, <SafeLink key={key} url={url} />] as const] : []
  })
  return (
    <Facts
      facts={[
        ['Stage name', payload.stageName],
        ['Applies as', payload.role && roleLabels[payload.role]],
        ['Legal name', payload.legalName],
        ['Company', payload.companyName],
        ['E-mail', payload.email],
        ['Phone', payload.phone],
        ['Country', payload.country && countryName(payload.country)],
        ['Biography', payload.bio],
        ['Genres', payload.genres?.join(', ')],
        ['Members', payload.bandMembers?.map(({ name, role }) => `${name} (${role})`).join(', ')],
        ...linked,
      ]}
    />
  )
}

/** Only web addresses become links: what an applicant typed may be anything. */
function SafeLink({ url }: { url: string }): ReactElement {
  if (!/^https?:\/\//i.test(url)) return <>{url}</>
  return (
    <a href={url} target="_blank" rel="noopener noreferrer nofollow">
      {url}
    </a>
  )
}
