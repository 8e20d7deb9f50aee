import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { notifyDone } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { wallTime } from '../shell/zoned.ts'
import { Lost, otherTimes } from './details-form.tsx'
import { asGuest, bookingKey, type ShownBooking } from './queries.ts'
import { SlotPicker } from './slot-picker.tsx'
import { momentWords } from './words.ts'
import { knownZone, ZoneField } from './zone-field.tsx'

/** Another time for the same booking: what was paid stays with it. */
export function MoveBooking({ booking, token }: ShownBooking): ReactElement {
  const [isOpen, setOpen] = useState(false)
  return (
    <Panel title="Another time">
      {isOpen ? (
        <Mover booking={booking} token={token} onDone={() => setOpen(false)} />
      ) : (
        <Button variant="default" onClick={() => setOpen(true)}>
          Move it
        </Button>
      )}
    </Panel>
  )
}

function Mover({ booking, token, onDone }: ShownBooking & { readonly onDone: () => void }): ReactElement {
  const client = useQueryClient()
  const [zone, setZone] = useState(() => knownZone(booking.timeZone))
  const [from, setFrom] = useState<string | undefined>(() => wallTime(new Date(booking.startsAt), zone).date)
  const [slot, setSlot] = useState<string>()
  const { reference, hosts, service } = booking
  const [first, ...others] = hosts
  // With one host the booking stays there; with several all of them come.
  const host = first !== undefined && others.length === 0 ? first.id : undefined
  const move = useMutation({
    mutationFn: (startsAt: string) =>
      api.agency.rescheduleBooking({ path: { reference }, body: { startsAt }, headers: asGuest(token) }),
    onSuccess: (moved) => {
      client.setQueryData(bookingKey(reference), moved)
      notifyDone(`Moved to ${momentWords(moved.startsAt, moved.timeZone)}`)
      onDone()
    },
    onError: () => client.invalidateQueries({ queryKey: ['slots'] }),
  })
  const problem = move.variables === slot ? move.error : null
  const next = otherTimes(problem)
  return (
    <Stack gap="lg">
      <ZoneField zone={zone} onZone={setZone} />
      <SlotPicker
        of={{ service: service.slug, package: service.package, host }}
        zone={zone}
        from={from}
        onFrom={setFrom}
        chosen={slot}
        onChoose={({ startsAt }) => setSlot(startsAt)}
      />
      {next === null ? <ProblemNotice error={problem} /> : <Lost times={next} zone={zone} onSlot={setSlot} />}
      <Group>
        <Button disabled={slot === undefined} loading={move.isPending} onClick={() => slot && move.mutate(slot)}>
          {slot === undefined ? 'Choose a time' : `Move it to ${momentWords(slot, zone)}`}
        </Button>
        <Button variant="default" onClick={onDone}>
          Leave it as it is
        </Button>
      </Group>
      <Text size="sm" c="dimmed">
        What you paid stays with the booking.
      </Text>
    </Stack>
  )
}
