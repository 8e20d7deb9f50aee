import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { ConfirmButton } from '../../../shell/confirm-button.tsx'
import { Empty } from '../../../shell/empty.tsx'
import { useFlag } from '../../../shell/flags.ts'
import { notifyDone, notifyProblem } from '../../../shell/notify.ts'
import { Page } from '../../../shell/page.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { Row, Rows } from '../../../shell/rows.tsx'
import { filled, useFormSubmit } from '../../../shell/use-form-submit.ts'
import { When } from '../../../shell/when.tsx'
import { type Mentor, mentorsKey } from './queries.ts'

/** Whom a trader lets read and comment. */
export function MentorsPage(): ReactElement {
  const mayInvite = useFlag('trading-mentors', true)
  const mentors = useQuery({ queryKey: mentorsKey, queryFn: ({ signal }) => api.trading.listMentors({ signal }) })
  return (
    <Page
      title="Mentors"
      lead="A mentor reads your trades, journal entries and figures, and comments on them. They change nothing."
      width="reading"
    >
      <Stack gap="xl">
        {mayInvite && (
          <Panel title="Invite a mentor">
            <InviteForm />
          </Panel>
        )}
        <QueryView query={mentors}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title="You have no mentors" hint="Invite somebody by the e-mail address of their account here." />
            ) : (
              <Rows label="Mentors">
                {items.map((mentor) => (
                  <MentorRow key={mentor.id} mentor={mentor} />
                ))}
              </Rows>
            )
          }
        </QueryView>
      </Stack>
    </Page>
  )
}

function InviteForm(): ReactElement {
  const client = useQueryClient()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { email: '' },
    validate: { email: filled('Enter an e-mail address') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ email }) => api.trading.inviteMentor({ body: { email: email.trim() } }),
    done: async ({ email }) => {
      notifyDone(`If ${email} has an account here, they are invited now.`)
      form.reset()
      await client.invalidateQueries({ queryKey: mentorsKey })
    },
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <ProblemNotice error={problem} />
        <TextInput
          key={form.key('email')}
          type="email"
          label="E-mail address"
          description="Of somebody with an account here; they get a mail and accept, or not"
          maxLength={320}
          {...form.getInputProps('email')}
        />
        <Group>
          <Button type="submit" loading={pending}>
            Invite
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function MentorRow({ mentor: { id, email, name, acceptedAt, invitedAt } }: { mentor: Mentor }): ReactElement {
  const client = useQueryClient()
  const revoke = useMutation({
    mutationFn: () => api.trading.revokeMentor({ path: { id } }),
    onSuccess: async () => {
      notifyDone(`${name ?? email} reads nothing of yours.`)
      await client.invalidateQueries({ queryKey: mentorsKey })
    },
    onError: notifyProblem,
  })
  return (
    <Row
      title={name ?? email}
      detail={
        acceptedAt === null ? (
          <>
            Invited <When at={invitedAt} />, not accepted
          </>
        ) : (
          <>
            {email}, your mentor since <When at={acceptedAt} show="day" />
          </>
        )
      }
      aside={
        <ConfirmButton
          label={`Remove ${name ?? email}`}
          question="They read nothing from then on. Their comments stay."
          confirm="Remove"
          pending={revoke.isPending}
          onConfirm={() => revoke.mutate()}
        />
      }
    />
  )
}
