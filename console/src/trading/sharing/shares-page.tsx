import { Button, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { api } from '../../api.ts'
import { ConfirmButton } from '../../shell/confirm-button.tsx'
import { Empty } from '../../shell/empty.tsx'
import { notifyDone, notifyProblem } from '../../shell/notify.ts'
import { Page } from '../../shell/page.tsx'
import { PagedList } from '../../shell/paged-list.tsx'
import { Row, Rows } from '../../shell/rows.tsx'
import { StateBadge } from '../../shell/state-badge.tsx'
import { usePages } from '../../shell/use-pages.ts'
import { When } from '../../shell/when.tsx'
import { MakeShare } from './make-share.tsx'
import { type Share, sharesKey } from './queries.ts'
import { SupportPanel } from './support-panel.tsx'

const route = getRouteApi('/traders/trading/shares')

const KINDS: Readonly<Record<Share['kind'], string>> = {
  trade: 'A trade',
  trades: 'Results and trades',
  report: 'Results',
  entry: 'A journal entry',
}

/** Links that show something of the journal to whoever has them. */
export function SharesPage(): ReactElement {
  const subject = route.useSearch()
  const navigate = route.useNavigate()
  const [isAsking, setAsking] = useState(Object.keys(subject).length > 0)
  const pages = usePages(sharesKey, ({ cursor, signal }) =>
    api.trading.listShares({ query: cursor === undefined ? {} : { cursor }, signal }),
  )
  const close = (): void => {
    setAsking(false)
    void navigate({ search: {}, replace: true })
  }
  return (
    <Page
      title="Shared links"
      lead="Whoever has a link sees what it is of, without an account, until it lapses or you revoke it."
      width="reading"
      actions={<Button onClick={() => setAsking(true)}>Share results</Button>}
    >
      {isAsking && <MakeShare subject={subject} onClose={close} />}
      <Stack gap="xl">
        <PagedList
          pages={pages}
          empty={
            <Empty title="Nothing is shared" hint="Share your results here, or a trade or an entry from its page." />
          }
        >
          {(items) => (
            <Rows label="Shared links">
              {items.map((share) => (
                <ShareRow key={share.id} share={share} />
              ))}
            </Rows>
          )}
        </PagedList>
        <SupportPanel />
      </Stack>
    </Page>
  )
}

function ShareRow({ share }: { share: Share }): ReactElement {
  const { id, kind, title, redacted, views, lastViewedAt, expiresAt } = share
  const client = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => api.trading.revokeShare({ path: { id } }),
    onSuccess: async () => {
      notifyDone(`The link “${title}” shows nothing any more.`)
      await client.invalidateQueries({ queryKey: sharesKey })
    },
    onError: notifyProblem,
  })
  const hasLapsed = Date.parse(expiresAt) <= Date.now()
  return (
    <Row
      title={title}
      detail={
        <Stack gap={4}>
          <span>
            {KINDS[kind]}, {redacted ? 'sizes hidden' : 'with sizes and amounts'}.{' '}
            {views === 0 ? 'Nobody has looked yet' : views === 1 ? 'Seen once' : `Seen ${views} times`}
            {lastViewedAt !== null && (
              <>
                , last <When at={lastViewedAt} />
              </>
            )}
            .
          </span>
          <span>
            {hasLapsed ? (
              <StateBadge tone="quiet">Lapsed</StateBadge>
            ) : (
              <>
                Good until <When at={expiresAt} show="day" />
              </>
            )}
          </span>
        </Stack>
      }
      aside={
        <ConfirmButton
          label={`Revoke ${title}`}
          question="The link shows nothing from then on."
          confirm="Revoke"
          pending={revoke.isPending}
          onConfirm={() => revoke.mutate()}
        />
      }
    />
  )
}
