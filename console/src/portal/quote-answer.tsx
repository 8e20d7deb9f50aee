import { Button, Checkbox, Stack, Text, Textarea, TextInput } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { useMe } from '../identity/me.ts'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { moneyInWords } from '../shell/money.ts'
import { notifyDone } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { quoteKey } from './queries.ts'
import type { ClientQuote } from './types.ts'

/** Agreeing to exactly what is shown, with a typed name, or declining it. */
export function AnswerQuote({ quote }: { quote: ClientQuote }): ReactElement {
  return (
    <Panel title="Your answer">
      <Stack gap="xl">
        <AcceptQuote quote={quote} />
        <DeclineQuote quote={quote} />
      </Stack>
    </Panel>
  )
}

function AcceptQuote({ quote }: { quote: ClientQuote }): ReactElement {
  const { id, contentHash, termsHash, currency, totalMinor } = quote
  const me = useMe()
  const queryClient = useQueryClient()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: me?.user.name ?? '', agreed: false },
    validate: {
      name: filled('Type your name'),
      agreed: (value) => (value ? null : 'Say that you agree'),
    },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ name }) => {
      const hashes = { contentHash: contentHash ?? '', termsHash: termsHash ?? '' }
      return api.agency.acceptQuote({ path: { id }, body: { ...hashes, name } })
    },
    done: async () => {
      notifyDone('Thank you: the quote is accepted.')
      await queryClient.invalidateQueries({ queryKey: ['portal'] })
    },
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <ProblemNotice error={problem} />
        <Checkbox
          key={form.key('agreed')}
          label={`I agree to this quote over ${moneyInWords({ minor: totalMinor, currency })} and to its terms, as shown above.`}
          {...form.getInputProps('agreed', { type: 'checkbox' })}
        />
        <TextInput
          key={form.key('name')}
          label="Your name, as signature"
          autoComplete="name"
          {...form.getInputProps('name')}
        />
        <Text size="sm" c="dimmed">
          We keep your name, the time, your address in the network and your browser with the two hashes below.
        </Text>
        <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
          Accept the quote
        </Button>
      </Stack>
    </form>
  )
}

function DeclineQuote({ quote: { id } }: { quote: ClientQuote }): ReactElement {
  const [reason, setReason] = useState('')
  const queryClient = useQueryClient()
  const decline = useMutation({
    mutationFn: () => {
      const body = reason.trim() === '' ? {} : { reason: reason.trim() }
      return api.agency.declineQuote({ path: { id }, body })
    },
    onSuccess: () => notifyDone('The quote is declined.'),
    onSettled: () => queryClient.invalidateQueries({ queryKey: quoteKey(id) }),
  })
  return (
    <Stack>
      <ProblemNotice error={decline.error} />
      <Textarea
        label="Why not, if you like to say"
        rows={2}
        maxLength={2000}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <ConfirmButton
        label="Decline the quote"
        question="It cannot be accepted any more then."
        confirm="Decline it"
        pending={decline.isPending}
        onConfirm={() => decline.mutate()}
      />
    </Stack>
  )
}
