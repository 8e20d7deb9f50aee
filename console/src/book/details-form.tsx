import { Alert, Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactElement, useEffect, useRef, useState } from 'react'
import { api, ProblemError } from '../api.ts'
import { emailRule } from '../identity/rules.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { keepGuestToken } from './guest-token.ts'
import { bookingKey, type Offer } from './queries.ts'
import { isNothing, momentWords } from './words.ts'

interface Who {
  readonly name: string
  readonly email: string
  readonly notes: string
}

interface DetailsFormProps {
  readonly offer: Offer
  readonly hostId: string | undefined
  readonly zone: string
  readonly slot: string
  readonly onSlot: (slot: string | undefined) => void
}

/** Who comes; then the time is held for them. Lost to somebody else, others are offered and what was typed stays. */
export function DetailsForm({ offer, hostId, zone, slot, onSlot }: DetailsFormProps): ReactElement {
  const navigate = useNavigate()
  const client = useQueryClient()
  const [asked, setAsked] = useState<string>()
  const form = useForm<Who>({
    mode: 'uncontrolled',
    initialValues: { name: '', email: '', notes: '' },
    validate: { name: filled('Enter your name'), email: emailRule },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (values) => {
      setAsked(slot)
      return api.agency.holdTime({
        body: {
          ...values,
          ...{ service: offer.service.slug, package: offer.service.package, startsAt: slot, timeZone: zone },
          ...(hostId === undefined ? {} : { hostId }),
        },
      })
    },
    done: async ({ booking, guestToken }) => {
      keepGuestToken(booking.reference, guestToken)
      client.setQueryData(bookingKey(booking.reference), booking)
      await navigate({
        to: '/bookings/$reference',
        params: { reference: booking.reference },
        hash: `token=${guestToken}`,
      })
    },
  })
  const stands = asked === slot ? problem : null
  const others = otherTimes(stands)
  const isLost = others !== null
  useEffect(() => {
    if (isLost) void client.invalidateQueries({ queryKey: ['slots'] })
  }, [client, isLost])
  return (
    <Panel title="Who">
      <form onSubmit={submit} noValidate>
        <Stack gap="lg">
          <Text aria-live="polite">
            {momentWords(slot, zone)} ({zone})
          </Text>
          {others === null ? <ProblemNotice error={stands} /> : <Lost times={others} zone={zone} onSlot={onSlot} />}
          <WhoFields form={form} />
          <Group>
            <Button type="submit" loading={pending}>
              Hold this time
            </Button>
            <Text size="sm" c="dimmed">
              {isNothing(offer.deposit)
                ? 'It is kept for ten minutes; you confirm it on the next page.'
                : 'It is kept for ten minutes; nothing is charged before the next page.'}
            </Text>
          </Group>
        </Stack>
      </form>
    </Panel>
  )
}

/** Whom the time is held for. */
function WhoFields({ form }: { form: UseFormReturnType<Who> }): ReactElement {
  return (
    <>
      <TextInput key={form.key('name')} label="Your name" autoComplete="name" {...form.getInputProps('name')} />
      <TextInput
        key={form.key('email')}
        label="E-mail"
        type="email"
        autoComplete="email"
        description="The confirmation and the link to your booking go there."
        {...form.getInputProps('email')}
      />
      <Textarea
        key={form.key('notes')}
        label="Anything we should know"
        description="Optional"
        autosize={false}
        rows={3}
        maxLength={2000}
        {...form.getInputProps('notes')}
      />
    </>
  )
}

/** The next times, when somebody else was faster or the time is not offered any more; null for any other problem. */
export function otherTimes(problem: unknown): readonly string[] | null {
  if (!(problem instanceof ProblemError)) return null
  if (problem.code !== 'agency/slot-taken' && problem.code !== 'agency/slot-outside') return null
  const { next } = problem.params
  return Array.isArray(next) ? next.filter((time) => typeof time === 'string') : []
}

interface LostProps {
  readonly times: readonly string[]
  readonly zone: string
  readonly onSlot: (slot: string) => void
}

/** Says that a time is gone, and offers the next ones. */
export function Lost({ times, zone, onSlot }: LostProps): ReactElement {
  const heading = useRef<HTMLDivElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <Alert role="alert" variant="outline" title="Somebody else has just taken this time">
      <Stack gap="sm">
        <Text size="sm" ref={heading} tabIndex={-1}>
          Nothing was charged. {times.length > 0 ? 'These are free next:' : 'Choose another day above.'}
        </Text>
        <Group gap="xs" role="group" aria-label="Other times">
          {times.map((time) => (
            <Button key={time} size="xs" variant="default" onClick={() => onSlot(time)}>
              {momentWords(time, zone)}
            </Button>
          ))}
        </Group>
      </Stack>
    </Alert>
  )
}
