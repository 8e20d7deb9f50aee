import { Checkbox } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api, type ReconRun } from '../api.ts'
import { Disclosure } from '../shell/disclosure.tsx'
import { Empty } from '../shell/empty.tsx'
import { Filters } from '../shell/filters.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { usePages } from '../shell/use-pages.ts'
import { When } from '../shell/when.tsx'
import { TwoSides } from './recon-items.tsx'
import { foundInWords, itemFilterIn, itemKinds, loopWords, sidesOf } from './recon-words.ts'
import { providerInWords } from './words.ts'

const route = getRouteApi('/finance-reconciliation/finance/reconciliation')

/** Runs come by themselves, and so does the end of one that was asked for. */
const EVERY_MS = 5000

export function ReconRuns(): ReactElement {
  const { runs } = route.useSearch()
  const navigate = route.useNavigate()
  const all = runs === 'all'
  const pages = usePages(
    ['finance', 'reconciliation', 'runs', all],
    ({ cursor, signal }) =>
      api.payments.runs({ query: { ...(all ? { all } : {}), ...(cursor === undefined ? {} : { cursor }) }, signal }),
    EVERY_MS,
  )
  const show = (checked: boolean): void => {
    void navigate({ search: (now) => itemFilterIn({ ...now, runs: checked ? 'all' : undefined }), replace: true })
  }
  return (
    <>
      <Filters label="Runs">
        <Checkbox
          label="Also those that found no missed event"
          checked={all}
          onChange={(event) => show(event.currentTarget.checked)}
        />
      </Filters>
      <PagedList
        pages={pages}
        empty={<Empty title="No run yet" hint="Every night one looks; a dry run looks at once and keeps nothing." />}
      >
        {(shown) => (
          <Rows label="Runs">
            {shown.map((run) => (
              <RunRow key={run.id} run={run} />
            ))}
          </Rows>
        )}
      </PagedList>
    </>
  )
}

function RunRow({ run }: { run: ReconRun }): ReactElement {
  const { provider, loop, isDry, state, read, found, findings, from, to, startedAt } = run
  return (
    <Row
      title={`${providerInWords(provider)}: ${loopWords[loop].toLowerCase()}`}
      detail={
        <>
          <When at={startedAt} />, over <When at={from} /> to <When at={to} />
          <div>{state === 'done' ? `${read} read. ${foundInWords(found)}.` : 'Under way'}</div>
          {findings.length > 0 && (
            <Disclosure label={`What it would open, ${findings.length}`}>
              <ol>
                {findings.map((finding) => (
                  <li key={`${finding.kind} ${finding.key}`}>
                    {itemKinds[finding.kind].label}, {finding.key}
                    <TwoSides sides={sidesOf(finding)} />
                  </li>
                ))}
              </ol>
            </Disclosure>
          )}
        </>
      }
      aside={isDry && <StateBadge tone="quiet">Dry run</StateBadge>}
    />
  )
}
