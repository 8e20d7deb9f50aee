import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { may, useMe } from '../identity/me.ts'
import { Facts } from '../shell/facts.tsx'
import { moneyInWords } from '../shell/money.ts'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { When } from '../shell/when.tsx'
import { ownZone, wallTime } from '../shell/zoned.ts'
import { AppointmentActions } from './appointment-actions.tsx'
import { appointmentQuery } from './queries.ts'
import { Reschedule } from './reschedule.tsx'
import { type AppointmentDetail, MANAGE } from './types.ts'
import { actorWords, eventWords, paymentWords, refundWords, statusWords } from './words.ts'

const route = getRouteApi('/hosts/agency/appointments/$id')

export function AppointmentPage(): ReactElement {
  const { id } = route.useParams()
  const appointment = useQuery(appointmentQuery(id))
  const found = appointment.data
  return (
    <Page
      title={found === undefined ? 'Appointment' : `${found.client.name}, ${found.service.title}`}
      eyebrow={<BackToCalendar startsAt={found?.startsAt} />}
      lead={found && <When at={found.startsAt} zone={ownZone()} />}
    >
      <QueryView query={appointment}>{(detail) => <AppointmentView detail={detail} />}</QueryView>
    </Page>
  )
}

/** To the week in which it stands. */
function BackToCalendar({ startsAt }: { startsAt: string | undefined }): ReactElement {
  const search = startsAt === undefined ? {} : { date: wallTime(new Date(startsAt), ownZone()).date }
  return (
    <TextLink to="/agency/appointments" search={search}>
      Calendar
    </TextLink>
  )
}

function AppointmentView({ detail }: { detail: AppointmentDetail }): ReactElement {
  const me = useMe()
  const { label, tone } = statusWords(detail)
  const mayChange = may(me, MANAGE) || detail.hosts.some(({ id }) => id === me?.user.id)
  const mayMove = detail.status === 'confirmed' || detail.awaits === 'confirmation'
  return (
    <Stack gap="lg">
      <Panel title="Where it stands" aside={<StateBadge tone={tone}>{label}</StateBadge>}>
        {mayChange ? <AppointmentActions detail={detail} /> : <p>Its host and managers change it.</p>}
        <WhoAndWhat detail={detail} />
      </Panel>
      {mayChange && mayMove && <Reschedule key={detail.id} detail={detail} />}
      <Panel title="Payment">
        <Payment detail={detail} />
      </Panel>
      <Panel title="History">
        <History detail={detail} />
      </Panel>
    </Stack>
  )
}

function WhoAndWhat({ detail }: { detail: AppointmentDetail }): ReactElement {
  const { client, service } = detail
  return (
    <Facts
      facts={[
        ['Client', client.name],
        [
          'Address',
          <a key="mail" href={`mailto:${client.email}`}>
            {client.email}
          </a>,
        ],
        ['Service', `${service.title}, package ${service.package}`],
        ['Host', detail.hosts.map(({ name }) => name).join(', ')],
        ['Begins', <When key="begins" at={detail.startsAt} zone={ownZone()} />],
        ['For the client', <When key="theirs" at={detail.startsAt} zone={detail.timeZone} />],
        ['Ends', <When key="ends" at={detail.endsAt} />],
        ['Asked until', detail.holdExpiresAt && <When key="until" at={detail.holdExpiresAt} />],
        ['Notes', detail.notes],
        ['Reason given', detail.cancelReason],
        ['Reference', detail.reference],
      ]}
    />
  )
}

function Payment({ detail }: { detail: AppointmentDetail }): ReactElement {
  return (
    <Facts
      facts={[
        ['State', paymentWords[detail.paymentStatus]],
        ['Price', moneyInWords(detail.price)],
        ['Deposit', detail.deposit.minor === '0' ? null : moneyInWords(detail.deposit)],
        ['Paid so far', moneyInWords(detail.paid)],
        ['Policy', detail.policy.name],
        ['Cancelling', refundWords(detail.terms)],
      ]}
    />
  )
}

function History({ detail }: { detail: AppointmentDetail }): ReactElement {
  return (
    <Rows label="History">
      {detail.history.map((event) => (
        <Row
          key={event.id}
          title={eventWords(event)}
          detail={
            <>
              <When at={event.happenedAt} />, by {actorWords(event)}
              {event.movedFrom !== null && (
                <>
                  , from <When at={event.movedFrom} zone={ownZone()} />
                </>
              )}
            </>
          }
        />
      ))}
    </Rows>
  )
}
