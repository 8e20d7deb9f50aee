import { Button, Group } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { ConfirmButton } from '../../../shell/confirm-button.tsx'
import { Empty } from '../../../shell/empty.tsx'
import { notifyProblem } from '../../../shell/notify.ts'
import { Page } from '../../../shell/page.tsx'
import { PagedList } from '../../../shell/paged-list.tsx'
import { Row, Rows } from '../../../shell/rows.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { usePages } from '../../../shell/use-pages.ts'
import { When } from '../../../shell/when.tsx'
import { type Mentoring, mentoringKey } from './queries.ts'

/** Traders whose mentor one is, and who ask for it. */
export function MentoringPage(): ReactElement {
  const pages = usePages(mentoringKey, ({ cursor, signal }) =>
    api.trading.listMentoring({ query: cursor === undefined ? {} : { cursor }, signal }),
  )
  return (
    <Page
      title="Mentoring"
      lead="Traders who let you read their trades and journal. Each day on which you look is on record."
      width="reading"
    >
      <PagedList
        pages={pages}
        empty={<Empty title="You mentor nobody" hint="When a trader invites you by your e-mail address, it is here." />}
      >
        {(items) => (
          <Rows label="Traders">
            {items.map((mentoring) => (
              <MentoringRow key={mentoring.id} mentoring={mentoring} />
            ))}
          </Rows>
        )}
      </PagedList>
    </Page>
  )
}

function MentoringRow({ mentoring }: { mentoring: Mentoring }): ReactElement {
  const { id, trader, state, invitedAt, acceptedAt } = mentoring
  const client = useQueryClient()
  const settled = {
    onSuccess: () => client.invalidateQueries({ queryKey: mentoringKey }),
    onError: notifyProblem,
  }
  const accept = useMutation({ mutationFn: () => api.trading.acceptMentoring({ path: { id } }), ...settled })
  const leave = useMutation({ mutationFn: () => api.trading.leaveMentoring({ path: { id } }), ...settled })
  if (state === 'invited')
    return (
      <Row
        title={trader}
        detail={
          <>
            Asked you to be their mentor <When at={invitedAt} />
          </>
        }
        aside={
          <Group>
            <Button loading={accept.isPending} onClick={() => accept.mutate()} aria-label={`Accept ${trader}`}>
              Accept
            </Button>
            <ConfirmButton
              label={`Decline ${trader}`}
              question="The invitation goes away."
              confirm="Decline"
              pending={leave.isPending}
              onConfirm={() => leave.mutate()}
            />
          </Group>
        }
      />
    )
  return (
    <Row
      title={
        <TextLink to="/trading/mentoring/$id" params={{ id }}>
          {trader}
        </TextLink>
      }
      detail={
        <>
          Their mentor since <When at={acceptedAt ?? invitedAt} show="day" />
        </>
      }
      aside={
        <ConfirmButton
          label={`Stop mentoring ${trader}`}
          question="You read nothing of theirs from then on."
          confirm="Stop"
          pending={leave.isPending}
          onConfirm={() => leave.mutate()}
        />
      }
    />
  )
}
