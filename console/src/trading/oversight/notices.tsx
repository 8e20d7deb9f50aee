import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../../api.ts'
import { Empty } from '../../shell/empty.tsx'
import { notifyProblem } from '../../shell/notify.ts'
import { PagedList } from '../../shell/paged-list.tsx'
import { Panel } from '../../shell/panel.tsx'
import { Row, Rows } from '../../shell/rows.tsx'
import { usePages } from '../../shell/use-pages.ts'
import { When } from '../../shell/when.tsx'
import styles from './oversight.module.css'
import { noticesKey, unreadQuery } from './queries.ts'
import type { Notice } from './types.ts'

const LIMIT = 10

/** What alerts and risk profiles told, the newest first. */
export function Notices(): ReactElement {
  const unread = useQuery(unreadQuery).data ?? 0
  const mark = useMark()
  const pages = usePages<Notice>(noticesKey, ({ cursor, signal }) =>
    api.trading.listAlertEvents({ query: { limit: LIMIT, ...(cursor !== undefined && { cursor }) }, signal }),
  )
  return (
    <Panel
      title={unread === 0 ? 'What was told' : `What was told, ${unread} unread`}
      aside={
        unread > 0 && (
          <Button
            size="compact-sm"
            variant="default"
            loading={mark.isPending}
            onClick={() => mark.mutate({ read: true })}
          >
            Mark all as read
          </Button>
        )
      }
    >
      <PagedList
        pages={pages}
        empty={<Empty title="Nothing was told yet" hint="What alerts and risk profiles find appears here." />}
      >
        {(items) => (
          <Rows label="What was told">
            {items.map((notice) => (
              <NoticeRow key={notice.id} notice={notice} onMark={(read) => mark.mutate({ read, ids: [notice.id] })} />
            ))}
          </Rows>
        )}
      </PagedList>
    </Panel>
  )
}

function useMark() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (body: { read: boolean; ids?: string[] }) =>
      api.trading.markAlertEvents({ body, idempotencyKey: crypto.randomUUID() }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: noticesKey }),
    onError: notifyProblem,
  })
}

function NoticeRow({ notice, onMark }: { notice: Notice; onMark: (read: boolean) => void }): ReactElement {
  const { title, raisedAt, readAt } = notice
  const isRead = readAt !== null
  return (
    <Row
      title={<span className={isRead ? styles.read : styles.unread}>{title}</span>}
      detail={
        <>
          {isRead ? 'Read' : 'Unread'} · <When at={raisedAt} />
        </>
      }
      aside={
        <Button size="compact-sm" variant="subtle" onClick={() => onMark(!isRead)}>
          {isRead ? 'Mark as unread' : 'Mark as read'}
        </Button>
      }
    />
  )
}
