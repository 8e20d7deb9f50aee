import { Button, Menu, Stack } from '@mantine/core'
import '@mantine/core/styles/Menu.layer.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../../api.ts'
import { ButtonLink } from '../../shell/button-link.tsx'
import { Empty } from '../../shell/empty.tsx'
import { notifyDone, notifyProblem } from '../../shell/notify.ts'
import { Page } from '../../shell/page.tsx'
import { Panel } from '../../shell/panel.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { Row, Rows } from '../../shell/rows.tsx'
import { StateBadge } from '../../shell/state-badge.tsx'
import { TextLink } from '../../shell/text-link.tsx'
import { When } from '../../shell/when.tsx'
import { decimalInWords } from '../decimals.ts'
import { tradingQueries } from '../queries.ts'
import { Notices } from './notices.tsx'
import styles from './oversight.module.css'
import { PushPanel } from './push-panel.tsx'
import { alertsKey, alertsQuery } from './queries.ts'
import { QuietHoursPanel } from './quiet-hours.tsx'
import type { Alert } from './types.ts'
import { alertStates, kindWords, thresholdWords } from './words.ts'

export function AlertsPage(): ReactElement {
  const alerts = useQuery(alertsQuery)
  return (
    <Page
      title="Alerts"
      lead="Told when something becomes true, and not again until it was false."
      actions={
        <ButtonLink to="/trading/alerts/$id" params={{ id: 'new' }}>
          New alert
        </ButtonLink>
      }
    >
      <Stack gap="lg">
        <Notices />
        <Panel title="What is watched">
          <QueryView query={alerts}>
            {(items) =>
              items.length === 0 ? (
                <Empty title="Nothing is watched yet" hint="Set an alert for a loss, a streak, a size or a price." />
              ) : (
                <Rows label="Alerts">
                  {items.map((alert) => (
                    <AlertRow key={alert.id} alert={alert} />
                  ))}
                </Rows>
              )
            }
          </QueryView>
        </Panel>
        <QuietHoursPanel />
        <PushPanel />
      </Stack>
    </Page>
  )
}

function AlertRow({ alert }: { alert: Alert }): ReactElement {
  const { id, name, kind, threshold, state, snoozedUntil, triggeredAt } = alert
  const account = useQuery(tradingQueries.account(alert.accountId))
  const [tone, words] = alertStates[state]
  const unit = { money: account.data?.currency ?? '', count: '', percent: '%', price: '' }[
    thresholdWords[kind] ?? 'count'
  ]
  const asked = threshold === null ? kindWords[kind] : `${kindWords[kind]}: ${decimalInWords(threshold)} ${unit}`.trim()
  return (
    <Row
      title={
        <TextLink to="/trading/alerts/$id" params={{ id }}>
          {name}
        </TextLink>
      }
      detail={
        <>
          {[asked, account.data?.name].filter(Boolean).join(' · ')}
          {triggeredAt !== null && (
            <div>
              Last told <When at={triggeredAt} />
            </div>
          )}
          {snoozedUntil !== null && (
            <div>
              Silent until <When at={snoozedUntil} />
            </div>
          )}
        </>
      }
      aside={
        <div className={styles.actions}>
          <StateBadge tone={tone}>{words}</StateBadge>
          <Steps alert={alert} />
        </div>
      }
    />
  )
}

const HOUR_MS = 3_600_000
const SNOOZES = [
  ['For an hour', 1],
  ['For a day', 24],
  ['For a week', 168],
] as const

function Steps({ alert }: { alert: Alert }): ReactElement | null {
  const { id, name, state } = alert
  const queryClient = useQueryClient()
  const settled = {
    onSuccess: () => queryClient.invalidateQueries({ queryKey: alertsKey }),
    onError: notifyProblem,
  }
  const snooze = useMutation({
    mutationFn: (hours: number) =>
      api.trading.snoozeAlert({
        path: { id },
        body: { until: new Date(Date.now() + hours * HOUR_MS).toISOString() },
        idempotencyKey: crypto.randomUUID(),
      }),
    ...settled,
  })
  const resolve = useMutation({
    mutationFn: () => api.trading.resolveAlert({ path: { id }, idempotencyKey: crypto.randomUUID() }),
    ...settled,
    onSuccess: async () => {
      notifyDone(`${name} is dealt with.`)
      await settled.onSuccess()
    },
  })
  if (state === 'expired') return null
  return (
    <>
      <Menu>
        <Menu.Target>
          <Button size="compact-sm" variant="default" loading={snooze.isPending} aria-label={`Snooze ${name}`}>
            Snooze
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {SNOOZES.map(([label, hours]) => (
            <Menu.Item key={label} onClick={() => snooze.mutate(hours)}>
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {(state === 'triggered' || state === 'snoozed') && (
        <Button
          size="compact-sm"
          variant="default"
          loading={resolve.isPending}
          aria-label={`Dealt with ${name}`}
          onClick={() => resolve.mutate()}
        >
          Dealt with
        </Button>
      )}
    </>
  )
}
