import { Button, Group, Stack, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { may, useMe } from '../identity/me.ts'
import { Facts } from '../shell/facts.tsx'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { When } from '../shell/when.tsx'
import styles from './people.module.css'
import { enquiryQuery } from './queries.ts'
import type { Enquiry } from './types.ts'
import { useChange } from './use-change.ts'
import { enquiryStates } from './words.ts'

const route = getRouteApi('/enquiry-staff/agency/enquiries/$id')

export function EnquiryPage(): ReactElement {
  const { id } = route.useParams()
  const enquiry = useQuery(enquiryQuery(id))
  return (
    <Page
      title={enquiry.data?.subject ?? 'Enquiry'}
      eyebrow={<TextLink to="/agency/enquiries">Enquiries</TextLink>}
      width="reading"
    >
      <QueryView query={enquiry}>{(found) => <EnquiryView enquiry={found} />}</QueryView>
    </Page>
  )
}

function EnquiryView({ enquiry }: { enquiry: Enquiry }): ReactElement {
  const { name, email, body, replies, receivedAt, state } = enquiry
  const { label, tone } = enquiryStates[state]
  const isOver = state === 'closed' || state === 'spam'
  return (
    <Stack gap="xl">
      <Panel title="What was written" aside={<StateBadge tone={tone}>{label}</StateBadge>}>
        <Facts
          facts={[
            ['From', `${name}, ${email}`],
            ['Received', <When key="received" at={receivedAt} />],
          ]}
        />
        <div className={styles.words}>{body}</div>
      </Panel>
      <Panel title="Answers">
        {replies.length > 0 && (
          <Rows label="Answers">
            {replies.map((reply) => (
              <Row
                key={reply.sentAt}
                title={
                  <>
                    {reply.authorName ?? 'Somebody who left'}
                    <span className={styles.when}>
                      <When at={reply.sentAt} />
                    </span>
                  </>
                }
                detail={<div className={styles.words}>{reply.body}</div>}
              />
            ))}
          </Rows>
        )}
        {!isOver && <Reply id={enquiry.id} />}
      </Panel>
      <NextSteps enquiry={enquiry} isOver={isOver} />
    </Stack>
  )
}

function Reply({ id }: { id: string }): ReactElement {
  const queryClient = useQueryClient()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { body: '' },
    validate: { body: filled('Write an answer') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (body) => api.agency.replyToEnquiry({ path: { id }, body }),
    done: async () => {
      notifyDone('The answer is on its way by mail.')
      form.reset()
      await queryClient.invalidateQueries({ queryKey: ['staff', 'enquiries'] })
    },
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack mt="md">
        <ProblemNotice error={problem} />
        <Textarea
          key={form.key('body')}
          label="Your answer"
          rows={5}
          maxLength={8000}
          {...form.getInputProps('body')}
        />
        <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
          Send the answer
        </Button>
      </Stack>
    </form>
  )
}

function NextSteps({ enquiry: { id, state }, isOver }: { enquiry: Enquiry; isOver: boolean }): ReactElement | null {
  const me = useMe()
  const navigate = useNavigate()
  const close = useChange(
    (to: 'closed' | 'spam') => api.agency.closeEnquiry({ path: { id }, body: { expected: state, state: to } }),
    'It is put aside.',
  )
  const lead = useMutation({
    mutationFn: () => api.agency.leadOfEnquiry({ path: { id } }),
    onSuccess: ({ id: leadId }) => navigate({ to: '/agency/leads/$id', params: { id: leadId } }),
    onError: notifyProblem,
  })
  const mayLead = may(me, 'agency:leads.manage') && state !== 'spam'
  if (isOver && !mayLead) return null
  return (
    <Panel title="What comes of it">
      <Group>
        {mayLead && (
          <Button loading={lead.isPending} onClick={() => lead.mutate()}>
            Make a lead of it
          </Button>
        )}
        {!isOver && (
          <>
            <Button variant="default" disabled={close.isPending} onClick={() => close.mutate('closed')}>
              Put aside
            </Button>
            <Button variant="default" disabled={close.isPending} onClick={() => close.mutate('spam')}>
              It is spam
            </Button>
          </>
        )}
      </Group>
    </Panel>
  )
}
