import { Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import styles from './book.module.css'
import { asGuest, bookingKey, type ShownBooking } from './queries.ts'
import { isNothing, priceWords, termsWords } from './words.ts'

/** Calls a booking off; what comes back is said before. */
export function CancelBooking({ booking, token }: ShownBooking): ReactElement {
  const client = useQueryClient()
  const { reference, paid, refundNow, status, awaits } = booking
  const isPaid = !isNothing(paid)
  const cancel = useMutation({
    mutationFn: () => api.agency.cancelBooking({ path: { reference }, body: {}, headers: asGuest(token) }),
    onSuccess: (cancelled) => client.setQueryData(bookingKey(reference), cancelled),
    onError: () => client.invalidateQueries({ queryKey: bookingKey(reference) }),
  })
  const isHeld = status === 'held' || awaits === 'payment'
  const refund = isNothing(refundNow) ? 'Nothing' : priceWords(refundNow)
  const consequence = isPaid ? `${refund} of the ${priceWords(paid)} you paid comes back.` : ''
  return (
    <Panel title={isHeld ? 'Not this one?' : 'Cancel'}>
      <Stack gap="md">
        {isPaid && <Text>Cancelled now: {consequence}</Text>}
        {!isHeld && (
          <ul className={styles.terms} aria-label="Terms">
            {termsWords(booking.terms, isPaid).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        )}
        <ProblemNotice error={cancel.error} />
        <ConfirmButton
          label={isHeld ? 'Give the time back' : 'Cancel the booking'}
          question={isHeld ? 'Others may take it then.' : `Really cancel it? ${consequence}`}
          confirm={isHeld ? 'Give it back' : 'Cancel it'}
          pending={cancel.isPending}
          onConfirm={() => cancel.mutate()}
        />
      </Stack>
    </Panel>
  )
}
