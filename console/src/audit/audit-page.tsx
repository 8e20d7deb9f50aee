import { Checkbox, TextInput } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import { useDebouncedValue } from '@mantine/hooks'
import { type ReactElement, useState } from 'react'
import { type AuditRecord, api } from '../api.ts'
import { Empty } from '../shell/empty.tsx'
import { Filters } from '../shell/filters.tsx'
import { Page } from '../shell/page.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { usePages } from '../shell/use-pages.ts'
import { When } from '../shell/when.tsx'
import styles from './audit-page.module.css'
import { VerifyChain } from './verify-chain.tsx'

const filters = [
  { key: 'action', label: 'Action', placeholder: 'music.track.published' },
  { key: 'actor', label: 'Done by (id)', placeholder: '' },
  { key: 'subject', label: 'Done to (id)', placeholder: '' },
] as const

const REFUSED = 'security.credential.refused'

type Filter = Readonly<Record<(typeof filters)[number]['key'], string>>

export function AuditPage(): ReactElement {
  const [filter, setFilter] = useState<Filter>({ action: '', actor: '', subject: '' })
  const [applied] = useDebouncedValue(filter, 300)
  const query = Object.fromEntries(Object.entries(applied).filter(([, value]) => value !== ''))
  const pages = usePages(['audit', query], ({ cursor, signal }) =>
    api.audit.list({ query: { ...query, limit: 30, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  return (
    <Page
      title="Audit log"
      lead="What was done, by whom, in the order of a hash chain that shows any later change."
      actions={<VerifyChain />}
    >
      <Filters label="Audit log">
        {filters.map(({ key, label, placeholder }) => (
          <TextInput
            key={key}
            label={label}
            placeholder={placeholder}
            value={filter[key]}
            onChange={(event) => setFilter({ ...filter, [key]: event.currentTarget.value.trim() })}
          />
        ))}
        <Checkbox
          label="Refused credentials"
          description="Tokens, keys and links that were no good, counted by source and minute"
          checked={filter.action === REFUSED}
          onChange={(event) => setFilter({ ...filter, action: event.currentTarget.checked ? REFUSED : '' })}
        />
      </Filters>
      <PagedList pages={pages} empty={<Empty title="No records" hint="Nothing matches. Loosen the filters." />}>
        {(records) => (
          <Rows label="Audit records">
            {records.map((record) => (
              <RecordRow key={record.id} record={record} />
            ))}
          </Rows>
        )}
      </PagedList>
    </Page>
  )
}

function RecordRow({ record }: { record: AuditRecord }): ReactElement {
  const { action, actor, impersonator, subject, at, details, ip, requestId, seq } = record
  return (
    <Row
      title={action}
      detail={
        <>
          {byWhom(record)}, <When at={at} />
          <details className={styles.details}>
            <summary>Details</summary>
            <pre>{JSON.stringify({ seq, subject, actor, impersonator, ip, requestId, details }, null, 2)}</pre>
          </details>
        </>
      }
      aside={action === REFUSED ? refusedOf(record) : subject.kind}
    />
  )
}

/** What was refused, how often, and from how many. */
function refusedOf({ subject, details }: AuditRecord): string {
  return `${subject.id}, ${details.count} × from ${details.sources} source${details.sources === 'one' ? '' : 's'}`
}

function byWhom({ actor, impersonator }: AuditRecord): string {
  const name = actor.name ?? actor.kind
  if (impersonator !== null) return `${impersonator.name ?? impersonator.id} in the name of ${name}`
  return actor.apiKeyId === null ? name : `${name} by an API key`
}
