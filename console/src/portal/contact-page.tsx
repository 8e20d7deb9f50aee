import { Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { useMe } from '../identity/me.ts'
import { emailRule } from '../identity/rules.ts'
import { Page } from '../shell/page.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { useFormTrap } from './form-trap.tsx'
import { PublicForm } from './public-form.tsx'

/** A question of anybody, answered by mail. */
export function ContactPage(): ReactElement {
  const me = useMe()
  const trap = useFormTrap()
  const [sentTo, setSentTo] = useState<string | null>(null)
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: me?.user.name ?? '', email: me?.user.email ?? '', subject: '', body: '' },
    validate: {
      name: filled('Enter your name'),
      email: emailRule,
      subject: filled('Say what it is about'),
      body: filled('Write something'),
    },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: async (values) => await api.agency.contact({ body: { ...values, ...(await trap.proof()) } }),
    done: (_, { email }) => setSentTo(email),
  })
  if (sentTo !== null) {
    return (
      <Page title="It has arrived" lead={`A person reads it, and answers to ${sentTo}.`} width="narrow">
        <TextLink to="/">To the first page</TextLink>
      </Page>
    )
  }
  return (
    <PublicForm
      title="Write to us"
      lead="A question, a compliment, a plan: a person reads it and answers by mail."
      action="Send"
      pending={pending}
      problem={problem ?? trap.problem}
      onSubmit={submit}
      trap={trap.field}
    >
      <TextInput key={form.key('name')} label="Your name" autoComplete="name" {...form.getInputProps('name')} />
      <TextInput
        key={form.key('email')}
        label="Your e-mail"
        type="email"
        autoComplete="email"
        {...form.getInputProps('email')}
      />
      <TextInput
        key={form.key('subject')}
        label="What it is about"
        maxLength={160}
        {...form.getInputProps('subject')}
      />
      <Textarea key={form.key('body')} label="Your message" rows={6} maxLength={8000} {...form.getInputProps('body')} />
    </PublicForm>
  )
}
