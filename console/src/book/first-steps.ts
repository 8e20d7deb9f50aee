import { useQuery } from '@tanstack/react-query'
import { api } from '../api.ts'
import { may, useMe } from '../identity/me.ts'
import type { FirstStep, FirstSteps } from '../shell/first-step.ts'

/** Through the studio: what a client does, and what its staff see of it. */
export function useStudioSteps(): FirstSteps {
  const me = useMe()
  const isSignedIn = me !== null && me !== undefined
  const own = useQuery({
    queryKey: ['own', 'bookings', 'first'],
    queryFn: ({ signal }) => api.agency.listBookings({ query: { limit: 1 }, signal }),
    enabled: isSignedIn,
  })
  const hasBooked = isSignedIn ? own.data && own.data.items.length > 0 : false
  const steps = [
    bookStep(hasBooked),
    staffStep(may(me, 'agency:bookings.view_all'), {
      ...{ name: 'See it in the calendar', to: '/agency/appointments', link: 'Open the calendar' },
      text: 'Move it, call it off, and see what goes back by its terms.',
    }),
    staffStep(may(me, 'payments:read'), {
      ...{ name: 'Follow the money', to: '/finance/payments', link: 'Open the payments' },
      text: 'What each provider said, why the payment stands as it does, and where to pay it back.',
    }),
    staffStep(may(me, 'agency:bookings.view_all'), {
      ...{ name: 'Work on a request', to: '/agency/requests', link: 'Open the board' },
      text: 'From the first question by quote and project to the invoice.',
    }),
  ]
  return { steps, error: own.error }
}

function bookStep(done: boolean | undefined): FirstStep {
  return {
    ...{ name: 'Book a time', to: '/book', link: 'Choose a time', done },
    text: 'As a client does: a service, a time by your own clock, a deposit by test card 4242 4242 4242 4242.',
  }
}

/** Nothing tells whether somebody has looked, so it is never done. */
function staffStep(allowed: boolean, step: Pick<FirstStep, 'name' | 'text' | 'to' | 'link'>): FirstStep {
  if (allowed) return { ...step, done: undefined }
  return { ...step, done: undefined, text: 'For staff; an administrator grants the role.', link: null }
}
