import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { type Step, useStep } from '../shell/use-step.ts'
import { quotesKey } from './queries.ts'
import type { Quote } from './types.ts'

/** What can be done with a quote as it stands. */
export function QuoteSteps({ quote }: { quote: Quote }): ReactElement {
  const navigate = useNavigate()
  const step = useStep<unknown>({ of: quotesKey })
  const away = useStep<{ readonly id: string } | undefined>({
    of: [...quotesKey, 'list'],
    onDone: (made) =>
      made === undefined
        ? navigate({ to: '/agency/quotes' })
        : navigate({ to: '/agency/quotes/$id', params: { id: made.id } }),
  })
  return (
    <Stack gap="md">
      <ProblemNotice error={step.problem ?? away.problem} />
      {quote.state === 'draft' && <Draft quote={quote} step={step} away={away} />}
      {quote.state === 'accepted' && quote.convertedAt === null && <Convert quote={quote} />}
      {['sent', 'declined', 'expired'].includes(quote.state) && <Revise quote={quote} away={away} />}
    </Stack>
  )
}

interface DraftProps {
  readonly quote: Quote
  readonly step: Step<unknown>
  readonly away: Step<{ readonly id: string } | undefined>
}

function Draft({ quote: { id }, step, away }: DraftProps): ReactElement {
  const remove = async (): Promise<undefined> => {
    await api.agency.deleteQuote({ path: { id } })
  }
  return (
    <Group>
      <ConfirmButton
        label="Send it as it is saved"
        question="The client gets it, and it is never changed from then on. Send it?"
        confirm="Send it"
        pending={step.pending}
        onConfirm={() => step.run('It is sent.', () => api.agency.sendQuote({ path: { id } }))}
      />
      <ConfirmButton
        label="Remove the draft"
        question="Remove the draft?"
        confirm="Remove it"
        pending={away.pending}
        onConfirm={() => away.run('The draft is gone.', remove)}
      />
    </Group>
  )
}

const fortnightMs = 14 * 24 * 3600 * 1000

/** A new draft under the next number: what was sent stays as it was. */
function Revise({ quote: { id }, away }: Pick<DraftProps, 'quote' | 'away'>): ReactElement {
  const validUntil = new Date(Date.now() + fortnightMs).toISOString()
  return (
    <Button
      variant="default"
      loading={away.pending}
      style={{ alignSelf: 'flex-start' }}
      onClick={() =>
        away.run('A draft of it is made, valid for two weeks.', () =>
          api.agency.reviseQuote({ path: { id }, body: { validUntil } }),
        )
      }
    >
      Revise it
    </Button>
  )
}

function Convert({ quote: { id } }: { quote: Quote }): ReactElement {
  const navigate = useNavigate()
  const [days, setDays] = useState('14')
  const [fault, setFault] = useState<string>()
  const step = useStep<{ readonly projectId: string }>({
    of: quotesKey,
    onDone: ({ projectId }) => navigate({ to: '/agency/projects/$id', params: { id: projectId } }),
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    const isDays = /^\d{1,3}$/.test(days.trim()) && Number(days) <= 365
    setFault(days.trim() === '' || isDays ? undefined : 'Write a number of days up to 365, or nothing')
    if (days.trim() !== '' && !isDays) return
    const body = days.trim() === '' ? {} : { invoiceDueInDays: Number(days) }
    step.run('The project is begun.', () => api.agency.convertQuote({ path: { id }, body }))
  }
  return (
    <form onSubmit={submit} noValidate aria-label="Make a project of it">
      <Stack gap="md">
        <ProblemNotice error={step.problem} />
        <TextInput
          label="Invoice due in days"
          description="The invoice is drafted with the project; empty for none."
          inputMode="numeric"
          value={days}
          error={fault}
          onChange={(event) => setDays(event.currentTarget.value)}
        />
        <Button type="submit" loading={step.pending} style={{ alignSelf: 'flex-start' }}>
          Make a project of it
        </Button>
      </Stack>
    </form>
  )
}
