import { Switch, Text } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Switch.layer.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api, type OwnSubscription } from '../api.ts'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { TextLink } from '../shell/text-link.tsx'

const key = ['own-mail'] as const

/** Every kind of mail that one may unsubscribe from, whether it comes, and the way back. */
export function MailToMe(): ReactElement {
  const subscriptions = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.mail.listOwnSubscriptions({ signal }),
  })
  return (
    <Panel title="Mail to you">
      <Text size="sm" mb="sm">
        What you may do without. Mail that you need for your account, or that answers what you do, comes in any case.
      </Text>
      <QueryView query={subscriptions}>
        {({ items }) => (
          <Rows label="Mail to you">
            {items.map((one) => (
              <OneKind key={one.name} subscription={one} />
            ))}
          </Rows>
        )}
      </QueryView>
    </Panel>
  )
}

function OneKind({ subscription }: { subscription: OwnSubscription }): ReactElement {
  const { name, title, state } = subscription
  const queryClient = useQueryClient()
  const save = useMutation({
    mutationFn: (wanted: boolean) => api.mail.saveOwnSubscription({ path: { name }, body: { wanted } }),
    onSuccess: (answer, wanted) => {
      queryClient.setQueryData(key, answer)
      notifyDone(wanted ? `“${title}” comes by mail again.` : `“${title}” comes by mail no longer.`)
    },
    onError: notifyProblem,
  })
  return (
    <Row
      title={title}
      detail={<Standing subscription={subscription} />}
      aside={
        <Switch
          aria-label={title}
          checked={state === 'on'}
          disabled={state === 'stopped' || save.isPending}
          onChange={({ currentTarget }) => save.mutate(currentTarget.checked)}
        />
      }
    />
  )
}

function Standing({ subscription: { state, reason, askedAt } }: { subscription: OwnSubscription }): ReactElement {
  if (state === 'stopped') return <>{stops[reason === 'bounce' ? 'bounce' : 'complaint']}</>
  if (state === 'ended') return <>You have unsubscribed.</>
  if (askedAt === null) return <>Comes when there is something to tell.</>
  return (
    <>
      Comes if you have asked for it. <TextLink to={askedAt}>Ask for it, or see whether you have</TextLink>
    </>
  )
}

const stops = {
  bounce:
    'Mail to your address came back, so none of this is sent. Change your address, or ask whoever runs this server.',
  complaint: 'A mail to you was called spam, so none of this is sent. Whoever runs this server lets it come again.',
} as const
