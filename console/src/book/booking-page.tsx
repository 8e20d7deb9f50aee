import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactElement, useCallback } from 'react'
import { api } from '../api.ts'
import { ButtonLink } from '../shell/button-link.tsx'
import { Facts } from '../shell/facts.tsx'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { standingWords, titleOf } from './booking-words.ts'
import { CancelBooking } from './cancel-booking.tsx'
import { Countdown } from './countdown.tsx'
import { useGuestToken } from './guest-token.ts'
import { isClosed, LinkOpensNothing } from './link-opens-nothing.tsx'
import { MoveBooking } from './move-booking.tsx'
import { PayPanel } from './pay-panel.tsx'
import { asGuest, bookingKey, bookingQuery, bookingSubject, paymentQuery, type ShownBooking } from './queries.ts'
import { isNothing, momentWords, offsetOf, priceWords } from './words.ts'

const route = getRouteApi('/bookings/$reference')

/** One booking in the hands of its client, from the held time to its end. */
export function BookingPage(): ReactElement {
  const { reference } = route.useParams()
  const token = useGuestToken(reference)
  const query = useQuery(bookingQuery(reference, token))
  const title = query.data === undefined ? 'Your booking' : titleOf(query.data)
  return (
    <Page title={title} eyebrow={`Booking ${reference}`} width="reading">
      {isClosed(query.error, 'agency/booking-not-found') ? (
        <LinkOpensNothing what="booking" />
      ) : (
        <QueryView query={query}>{(booking) => <Shown booking={booking} token={token} />}</QueryView>
      )}
    </Page>
  )
}

function Shown({ booking, token }: ShownBooking): ReactElement {
  const isKept = booking.status === 'held' || booking.awaits === 'payment'
  return (
    <Stack gap="xl">
      <BookingFacts booking={booking} token={token} />
      {isKept && <Finish booking={booking} token={token} />}
      {booking.isMovable && <MoveBooking booking={booking} token={token} />}
      {booking.isCancellable && <CancelBooking booking={booking} token={token} />}
      {booking.status === 'expired' && (
        <Group>
          <ButtonLink
            to="/book/$service"
            params={{ service: booking.service.slug }}
            search={{ package: booking.service.package, zone: booking.timeZone }}
          >
            Choose a time again
          </ButtonLink>
        </Group>
      )}
    </Stack>
  )
}

function BookingFacts({ booking, token }: ShownBooking): ReactElement {
  const isInCalendar = booking.status === 'confirmed' || booking.awaits === 'confirmation'
  const { reference, hosts, timeZone, startsAt, localStart, price, paid } = booking
  const query = token === null ? '' : `?token=${encodeURIComponent(token)}`
  const own = paymentQuery(bookingSubject(reference), token, booking.paymentStatus)
  const payment = useQuery({ ...own, enabled: !isNothing(paid) || booking.status === 'expired' })
  const { captured = paid, refunded } = payment.data ?? {}
  return (
    <Panel title={booking.service.title}>
      <Stack gap="md">
        <Text role="status">{standingWords(booking)}</Text>
        <Facts
          facts={[
            ['When', `${momentWords(startsAt, timeZone)} (${timeZone}, ${offsetOf(localStart)})`],
            ['With', hosts.map(({ name }) => name).join(', ')],
            ['Price', priceWords(price)],
            ['Paid', isNothing(captured) ? null : priceWords(captured)],
            ['Paid back', refunded === undefined || isNothing(refunded) ? null : priceWords(refunded)],
          ]}
        />
        {isInCalendar && (
          <Group>
            <Button component="a" variant="default" href={`/api/bookings/${reference}.ics${query}`} download>
              Calendar file
            </Button>
          </Group>
        )}
      </Stack>
    </Panel>
  )
}

/** The time is kept for a while: it is paid for, or confirmed where nothing is due. */
function Finish({ booking, token }: ShownBooking): ReactElement {
  const client = useQueryClient()
  const { reference } = booking
  const refresh = useCallback(
    () => void client.invalidateQueries({ queryKey: bookingKey(reference) }),
    [client, reference],
  )
  const confirm = useMutation({
    mutationFn: () => api.agency.confirmBooking({ path: { reference }, headers: asGuest(token) }),
    onSuccess: (confirmed) => client.setQueryData(bookingKey(reference), confirmed),
    onError: refresh,
  })
  const isDue = booking.payable !== null
  return (
    <Panel title={isDue ? 'Pay the deposit' : 'Confirm it'}>
      <Stack gap="lg">
        {booking.holdExpiresAt !== null && (
          <div>
            <Text size="sm" c="dimmed">
              We keep this time for you for
            </Text>
            <Countdown until={booking.holdExpiresAt} onEnd={refresh} />
          </div>
        )}
        {booking.payable !== null ? (
          <PayPanel
            subject={booking.payable}
            token={token}
            amount={booking.deposit}
            before={async () => (booking.status === 'held' ? await confirm.mutateAsync() : undefined)}
            onPaid={refresh}
          />
        ) : (
          <>
            <ProblemNotice error={confirm.error} />
            <Button loading={confirm.isPending} onClick={() => confirm.mutate()}>
              Book it
            </Button>
          </>
        )}
      </Stack>
    </Panel>
  )
}
