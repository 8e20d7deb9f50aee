import { Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { ContactFields, noContact, useContact } from './contact-fields.tsx'
import { useFormTrap } from './form-trap.tsx'
import { PublicForm } from './public-form.tsx'
import { Received } from './received.tsx'

/** Asking for support, as a guest or a client. */
export function SupportPage(): ReactElement {
  const contact = useContact()
  const trap = useFormTrap()
  const [received, setReceived] = useState<{ reference: string | null; email: string } | null>(null)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { ...noContact, subject: '', body: '' },
    validate: { ...contact.rules, subject: filled('Say what it is about'), body: filled('Say what happens') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: async (values) => {
      const { subject, body: words } = values
      const body = { ...contact.of(values), ...(await trap.proof()), subject, body: words }
      return await api.agency.openTicket({ body })
    },
    done: ({ reference }, { email }) => setReceived({ reference, email: contact.isGuest ? email : contact.ownEmail }),
  })
  if (received !== null) return <Received kind="tickets" {...received} />
  return (
    <PublicForm
      title="Get help"
      lead="When something we made does not work as it should."
      action="Send"
      pending={pending}
      problem={problem ?? trap.problem}
      onSubmit={submit}
      trap={trap.field}
    >
      {contact.isGuest && <ContactFields form={form} />}
      <TextInput
        key={form.key('subject')}
        label="What it is about"
        maxLength={160}
        {...form.getInputProps('subject')}
      />
      <Textarea
        key={form.key('body')}
        label="What happens, and what should"
        rows={6}
        maxLength={8000}
        {...form.getInputProps('body')}
      />
    </PublicForm>
  )
}
