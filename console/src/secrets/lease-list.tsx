import { Button, Group } from '@mantine/core'
import type { ReactElement } from 'react'
import { api, type SecretLease } from '../api.ts'
import { useMe } from '../identity/me.ts'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { Empty } from '../shell/empty.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { usePages } from '../shell/use-pages.ts'
import { When } from '../shell/when.tsx'
import { secretsKey } from './queries.ts'
import { useSecretChange } from './use-secret-change.ts'
import { leaseKinds, leaseStates } from './words.ts'

/** Accounts, newest first; `live`: without those that have ended. */
export function LeaseList({ live }: { live: boolean }): ReactElement {
  const pages = usePages([...secretsKey, 'leases', live], ({ cursor, signal }) =>
    api.secrets.leases({
      query: { limit: 30, ...(live ? { live } : {}), ...(cursor === undefined ? {} : { cursor }) },
      signal,
    }),
  )
  return (
    <PagedList pages={pages} empty={<Empty title="No account" hint="Of your own, or of templates that you manage." />}>
      {(leases) => (
        <Rows label="Accounts">
          {leases.map((lease) => (
            <LeaseRow key={lease.id} lease={lease} />
          ))}
        </Rows>
      )}
    </PagedList>
  )
}

function LeaseRow({ lease }: { lease: SecretLease }): ReactElement {
  const { path, kind, state, account, issuedAt, expiresAt, endedAt, error } = lease
  const { label, tone } = leaseStates[state]
  return (
    <Row
      title={path}
      detail={
        <>
          <div>
            {leaseKinds[kind]}, {holderOf(lease)}: {account}
          </div>
          Made <When at={issuedAt} />
          {endedAt === null ? ', good until ' : ', ended '}
          <When at={endedAt ?? expiresAt} />
          {error !== null && <div>{error}</div>}
        </>
      }
      aside={
        <>
          <StateBadge tone={tone}>{label}</StateBadge>
          {state !== 'ended' && <Acts lease={lease} />}
        </>
      }
    />
  )
}

function holderOf({ holderName, apiKeyId, apiKeyName }: SecretLease): string {
  if (apiKeyId !== null) return `of the API key ${apiKeyName ?? apiKeyId}`
  return holderName === null ? 'of somebody who is gone' : `of ${holderName}`
}

function Acts({ lease }: { lease: SecretLease }): ReactElement {
  const me = useMe()
  const path = { id: lease.id }
  const renew = useSecretChange(() => api.secrets.renewLease({ path, body: {} }), 'It is good for longer.')
  const revoke = useSecretChange(() => api.secrets.revokeLease({ path }), 'The account is ended.')
  const isOwn = me?.user.id === lease.holderId
  const mayBeLonger = Date.parse(lease.expiresAt) < Date.parse(lease.maxExpiresAt)
  return (
    <Group gap="xs">
      {lease.state === 'active' && isOwn && mayBeLonger && (
        <Button variant="default" loading={renew.isPending} onClick={() => renew.mutate()}>
          Renew
        </Button>
      )}
      <ConfirmButton
        label="Revoke"
        question="Its connections are closed, and the account is removed."
        confirm="Revoke it"
        pending={revoke.isPending}
        onConfirm={() => revoke.mutate()}
      />
    </Group>
  )
}
