import { NativeSelect, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { Page } from '../../../shell/page.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { Row, Rows } from '../../../shell/rows.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { When } from '../../../shell/when.tsx'
import { tradingQueries } from '../../queries.ts'
import styles from '../journal.module.css'
import { playbookQuery, playbookVersionsQuery } from '../queries.ts'
import type { PlaybookVersion } from '../types.ts'
import { counted } from '../words.ts'
import { ruleInWords } from './rule-words.ts'
import { type Change, changesBetween } from './version-changes.ts'

const route = getRouteApi('/traders/trading/playbooks/$id/versions')

export function VersionsPage(): ReactElement {
  const { id } = route.useParams()
  const playbook = useQuery(playbookQuery(id))
  const versions = useQuery(playbookVersionsQuery(id))
  return (
    <Page
      title="Versions"
      eyebrow={
        <TextLink to="/trading/playbooks/$id" params={{ id }}>
          {playbook.data?.name ?? 'Playbook'}
        </TextLink>
      }
      lead="Each trade is judged by the version that held when it was opened."
      width="reading"
    >
      <QueryView query={versions}>
        {(all) => (
          <Stack gap="lg">
            {all.length > 1 && <Difference versions={all} />}
            <Panel title="All versions">
              <Rows label="Versions">
                {all.toReversed().map(({ number, heldFrom, rules }) => (
                  <Row
                    key={number}
                    title={`Version ${number}`}
                    detail={
                      <>
                        {number === 1 ? 'Made ' : 'Held from '}
                        <When at={heldFrom} />, {counted(rules.length, 'rule')}
                      </>
                    }
                  />
                ))}
              </Rows>
            </Panel>
          </Stack>
        )}
      </QueryView>
    </Page>
  )
}

function Difference({ versions }: { versions: readonly PlaybookVersion[] }): ReactElement {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const newest = versions.at(-1)?.number ?? 1
  const { from = newest - 1, to = newest } = search
  const version = (number: number) => versions.find((one) => one.number === number)
  const [before, after] = [version(from), version(to)]
  const data = versions.map(({ number }) => ({ value: String(number), label: `Version ${number}` }))
  const choose = (change: { from?: number; to?: number }): void => {
    void navigate({ search: { from, to, ...change }, replace: true })
  }
  const changes = before === undefined || after === undefined ? [] : changesBetween(before, after)
  return (
    <Panel title="What changed">
      <Stack gap="md">
        <div className={styles.pair}>
          <NativeSelect
            label="From"
            data={data}
            value={String(from)}
            onChange={(event) => choose({ from: Number(event.currentTarget.value) })}
          />
          <NativeSelect
            label="To"
            data={data}
            value={String(to)}
            onChange={(event) => choose({ to: Number(event.currentTarget.value) })}
          />
        </div>
        {changes.length === 0 ? <p>Both say the same.</p> : <Changes changes={changes} />}
      </Stack>
    </Panel>
  )
}

function Changes({ changes }: { changes: readonly Change[] }): ReactElement {
  const tags = useQuery(tradingQueries.tags()).data ?? []
  const words = (said: NonNullable<Change['was']>) => (typeof said === 'string' ? said : ruleInWords(said, tags))
  return (
    <ul className={styles.changes} aria-label="Changes">
      {changes.map(({ key, was, is }) => (
        <li key={key}>
          {was !== null && (
            <del>
              <span className={styles.hidden}>Was: </span>
              {words(was)}
            </del>
          )}
          {is !== null && (
            <ins>
              <span className={styles.hidden}>Is: </span>
              {words(is)}
            </ins>
          )}
        </li>
      ))}
    </ul>
  )
}
