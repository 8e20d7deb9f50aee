import { Button, NativeSelect, Stack, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { api } from '../../../api.ts'
import { Empty } from '../../../shell/empty.tsx'
import { notifyDone } from '../../../shell/notify.ts'
import { Page } from '../../../shell/page.tsx'
import { PagedList } from '../../../shell/paged-list.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { Row, Rows } from '../../../shell/rows.tsx'
import { StateBadge } from '../../../shell/state-badge.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { useFormSubmit } from '../../../shell/use-form-submit.ts'
import { usePages } from '../../../shell/use-pages.ts'
import { When } from '../../../shell/when.tsx'
import { AccountChoice } from '../../account-choice.tsx'
import styles from '../journal.module.css'
import { runningSessionQuery, sessionsKey } from '../queries.ts'
import { fiveOf, gradeOf, moods } from '../words.ts'
import { RunningSession } from './running-session.tsx'
import { itemsOf } from './session-values.ts'

export function SessionsPage(): ReactElement {
  const running = useQuery(runningSessionQuery)
  const pages = usePages([...sessionsKey, 'list'], ({ cursor, signal }) =>
    api.trading.listSessions({ query: cursor === undefined ? {} : { cursor }, signal }),
  )
  return (
    <Page
      title="Sessions"
      eyebrow={<TextLink to="/trading/journal">Journal</TextLink>}
      lead="Begin with a plan, end with what came of it. One runs at a time."
    >
      <Stack gap="xl">
        {running.data === null ? <StartPanel /> : <RunningSession />}
        <PagedList
          pages={pages}
          empty={<Empty title="No session yet" hint="Write down what you plan, and start one above." />}
        >
          {(sessions) => (
            <Rows label="Sessions">
              {sessions.map(({ id, startedAt, endedAt, plan }) => (
                <Row
                  key={id}
                  title={
                    <TextLink to="/trading/journal/sessions/$id" params={{ id }}>
                      <When at={startedAt} />
                    </TextLink>
                  }
                  detail={plan === '' ? 'Without a plan' : plan.slice(0, 200)}
                  aside={
                    <StateBadge tone={endedAt === null ? 'caution' : 'quiet'}>
                      {endedAt === null ? 'Running' : 'Ended'}
                    </StateBadge>
                  }
                />
              ))}
            </Rows>
          )}
        </PagedList>
      </Stack>
    </Page>
  )
}

function StartPanel(): ReactElement {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [idempotencyKey] = useState(() => crypto.randomUUID())
  const [account, setAccount] = useState<string>()
  const form = useForm({ mode: 'controlled', initialValues: { plan: '', moodBefore: '', items: '' } })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ plan, moodBefore, items }) =>
      api.trading.startSession({
        body: { accountId: account ?? null, plan, moodBefore: gradeOf(moodBefore), checklist: itemsOf(items, []) },
        idempotencyKey,
      }),
    done: async ({ id }) => {
      notifyDone('The session is running.')
      await queryClient.invalidateQueries({ queryKey: sessionsKey })
      await navigate({ to: '/trading/journal/sessions/$id', params: { id } })
    },
  })
  return (
    <Panel title="Start a session">
      <form onSubmit={submit} noValidate aria-label="Start a session">
        <Stack gap="md">
          <ProblemNotice error={problem} />
          <div className={styles.pair}>
            <AccountChoice withAll value={account} onChange={setAccount} />
            <NativeSelect label="Mood before" data={fiveOf(moods, 'Not said')} {...form.getInputProps('moodBefore')} />
          </div>
          <Textarea label="Plan" rows={4} maxLength={5000} {...form.getInputProps('plan')} />
          <Textarea
            label="To tick off"
            description="One line each, such as “News read”"
            rows={3}
            {...form.getInputProps('items')}
          />
          <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
            Start the session
          </Button>
        </Stack>
      </form>
    </Panel>
  )
}
