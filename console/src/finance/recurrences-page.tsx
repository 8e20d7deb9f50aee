import { Group } from '@mantine/core'
import type { ReactElement } from 'react'
import { api, type Recurrence } from '../api.ts'
import { ButtonLink } from '../shell/button-link.tsx'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { Empty } from '../shell/empty.tsx'
import { GatedButton } from '../shell/gated-button.tsx'
import { Page } from '../shell/page.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { usePages } from '../shell/use-pages.ts'
import { Day } from './day.tsx'
import { useGate } from './gate.ts'
import { useAct } from './use-act.ts'
import { frequencies, recurrenceModes, recurrenceStates } from './words.ts'

/** Invoices that come again and again. */
export function RecurrencesPage(): ReactElement {
  const closed = useGate('invoices:manage')
  const pages = usePages(['finance', 'recurrences'], ({ cursor, signal }) =>
    api.invoices.recurrences({ query: cursor === undefined ? {} : { cursor }, signal }),
  )
  const begin = closed === undefined && <ButtonLink to="/finance/recurring/new">New recurring invoice</ButtonLink>
  return (
    <Page title="Recurring invoices" eyebrow="Money" actions={begin}>
      <PagedList
        pages={pages}
        empty={<Empty title="Nothing comes again" hint="A retainer or a hosting fee does." action={begin} />}
      >
        {(recurrences) => (
          <Rows label="Recurring invoices">
            {recurrences.map((recurrence) => (
              <RecurrenceRow key={recurrence.id} recurrence={recurrence} />
            ))}
          </Rows>
        )}
      </PagedList>
    </Page>
  )
}

function RecurrenceRow({ recurrence }: { recurrence: Recurrence }): ReactElement {
  const { recipientName, frequency, mode, currency, startsOn, nextOn, endsOn, status } = recurrence
  const { label, tone } = recurrenceStates[status]
  return (
    <Row
      title={recipientName ?? 'A customer with an account'}
      detail={
        <>
          {frequencies[frequency]}, {recurrenceModes[mode].toLowerCase()}, in {currency}. Since <Day of={startsOn} />
          {nextOn !== null && (
            <>
              , next <Day of={nextOn} />
            </>
          )}
          {endsOn !== null && (
            <>
              , until <Day of={endsOn} />
            </>
          )}
        </>
      }
      aside={
        <>
          <StateBadge tone={tone}>{label}</StateBadge>
          {status !== 'ended' && <Turns recurrence={recurrence} />}
        </>
      }
    />
  )
}

const said = { active: 'It goes on.', paused: 'It is paused.', ended: 'It has ended.' } as const

function Turns({ recurrence: { id, status } }: { recurrence: Recurrence }): ReactElement {
  const closed = useGate('invoices:manage')
  const next = status === 'active' ? 'paused' : 'active'
  const turn = useAct(() => api.invoices.turnRecurrence({ path: { id }, body: { status: next } }), said[next])
  const end = useAct(() => api.invoices.turnRecurrence({ path: { id }, body: { status: 'ended' } }), said.ended)
  return (
    <Group>
      <GatedButton variant="default" disabledReason={closed} loading={turn.isPending} onClick={() => turn.mutate()}>
        {next === 'paused' ? 'Pause' : 'Go on'}
      </GatedButton>
      {closed === undefined && (
        <ConfirmButton
          label="End"
          question="No further invoice comes of it."
          confirm="End it"
          pending={end.isPending}
          onConfirm={() => end.mutate()}
        />
      )}
    </Group>
  )
}
