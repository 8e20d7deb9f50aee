import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../../api.ts'
import { Empty } from '../../shell/empty.tsx'
import { Filters } from '../../shell/filters.tsx'
import { Page } from '../../shell/page.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { usePages } from '../../shell/use-pages.ts'
import { EnvironmentSelect } from '../environment-select.tsx'
import { FlagLink } from '../flag-link.tsx'
import { environmentsQuery, type FlagEnvironment, type FlagRevision } from '../more-queries.ts'
import { flagQuery, flagsKey } from '../queries.ts'
import { Revisions } from './revisions.tsx'
import { RollBack } from './roll-back.tsx'

const route = getRouteApi('/flag-operators/flags/$key/history')

type Flag = Awaited<ReturnType<typeof api.flags.get>>

/** What was changed of a flag, and the way back. */
export function HistoryPage(): ReactElement {
  const { key } = route.useParams()
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const flag = useQuery(flagQuery(key))
  const pages = usePages([...flagsKey, 'flag', key, 'history', filter], ({ cursor, signal }) =>
    api.flags.history({ path: { key }, query: { ...filter, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  const environments = useQuery(environmentsQuery)
  return (
    <Page
      title={`History of ${flag.data?.title ?? key}`}
      eyebrow={<FlagLink flag={key} />}
      lead="Each change is a revision, and none is ever changed. To roll back says what an old one said as the newest."
      width="reading"
    >
      <Filters label="Revisions">
        <EnvironmentSelect
          all="All environments"
          value={filter.environment ?? ''}
          onChange={(environment) => {
            void navigate({ search: environment === '' ? {} : { environment }, replace: true })
          }}
        />
      </Filters>
      <QueryView query={flag}>
        {(read) => (
          <Revisions
            pages={pages}
            empty={<Empty title="Nothing was changed" hint="The first change of what it serves makes a revision." />}
            isNow={(revision) => revision.version === versionOf(read, revision)}
            act={(revision) => (
              <RollBack
                kind="flag"
                target={key}
                revision={revision}
                version={versionOf(read, revision)}
                isGuarded={isGuarded(environments.data, revision)}
              />
            )}
          />
        )}
      </QueryView>
    </Page>
  )
}

/** The version of what the revision is of as it stands; undefined when its environment is gone. */
function versionOf(flag: Flag, { kind, environment }: FlagRevision): number | undefined {
  if (kind === 'flag') return flag.version
  return flag.environments.find((one) => one.environment === environment)?.version
}

function isGuarded(environments: readonly FlagEnvironment[] | undefined, { environment }: FlagRevision): boolean {
  return environments?.find(({ key }) => key === environment)?.needsApproval ?? false
}
