import { NativeSelect, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { currencies, minorOf } from '../shell/money.ts'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { ContactFields, noContact, useContact } from './contact-fields.tsx'
import { useFormTrap } from './form-trap.tsx'
import { PublicForm } from './public-form.tsx'
import { Received } from './received.tsx'

const empty = { ...noContact, title: '', details: '', budget: '', currency: 'KES', desiredBy: '' }
type Values = typeof empty

/** Asking for something to be done, as a guest or a client. */
export function AskPage(): ReactElement {
  const contact = useContact()
  const trap = useFormTrap()
  const [received, setReceived] = useState<{ reference: string | null; email: string } | null>(null)
  const form = useForm<Values>({
    mode: 'uncontrolled',
    initialValues: empty,
    validate: {
      ...contact.rules,
      title: filled('Name it in a few words'),
      details: filled('Say what you need'),
      budget: (value, { currency }) =>
        value.trim() === '' || minorOf(value, currency) !== undefined ? null : 'Enter an amount, like 1200 or 1200.50',
    },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: async (values) => {
      const body = { ...contact.of(values), ...(await trap.proof()), ...askedOf(values) }
      return await api.agency.submitRequest({ body })
    },
    done: ({ reference }, { email }) => setReceived({ reference, email: contact.isGuest ? email : contact.ownEmail }),
  })
  if (received !== null) return <Received kind="requests" {...received} />
  return (
    <PublicForm
      title="Ask for something"
      lead="Tell us what you need. A person reads it within one working day, and a quote follows; nothing is owed by asking."
      action="Send the request"
      pending={pending}
      problem={problem ?? trap.problem}
      onSubmit={submit}
      trap={trap.field}
    >
      {contact.isGuest && <ContactFields form={form} />}
      <TextInput key={form.key('title')} label="In a few words" maxLength={160} {...form.getInputProps('title')} />
      <Textarea
        key={form.key('details')}
        label="What you need"
        rows={6}
        maxLength={8000}
        {...form.getInputProps('details')}
      />
      <TextInput
        key={form.key('budget')}
        label="Budget, if you have one in mind"
        inputMode="decimal"
        {...form.getInputProps('budget')}
      />
      <NativeSelect
        key={form.key('currency')}
        label="Currency"
        data={[...currencies]}
        {...form.getInputProps('currency')}
      />
      <TextInput
        key={form.key('desiredBy')}
        label="Wanted by, if there is a day"
        type="date"
        {...form.getInputProps('desiredBy')}
      />
    </PublicForm>
  )
}

function askedOf({ title, details, budget, currency, desiredBy }: Values) {
  const minor = budget.trim() === '' ? undefined : minorOf(budget, currency)
  return {
    title,
    details,
    ...(minor === undefined ? {} : { budget: { minor, currency } }),
    ...(desiredBy === '' ? {} : { desiredBy }),
  }
}
