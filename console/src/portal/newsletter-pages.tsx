import { Button, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { emailRule } from '../identity/rules.ts'
import { ButtonLink } from '../shell/button-link.tsx'
import { Page } from '../shell/page.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { useFormSubmit } from '../shell/use-form-submit.ts'
import { useFormTrap } from './form-trap.tsx'
import { useGuestSecret } from './guest-secret.ts'
import { PublicForm } from './public-form.tsx'

export function SubscribePage(): ReactElement {
  const trap = useFormTrap()
  const [sentTo, setSentTo] = useState<string | null>(null)
  const form = useForm({ mode: 'uncontrolled', initialValues: { email: '' }, validate: { email: emailRule } })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: async ({ email }) => await api.agency.subscribe({ body: { email, ...(await trap.proof()) } }),
    done: (_, { email }) => setSentTo(email),
  })
  if (sentTo !== null) {
    return (
      <Page
        title="Look at your mail"
        lead={`A link is on its way to ${sentTo}, unless it has the newsletter already. Only who follows it gets news.`}
        width="narrow"
      >
        <TextLink to="/">To the first page</TextLink>
      </Page>
    )
  }
  return (
    <PublicForm
      title="Our newsletter"
      lead="What we made and learned, a few times a year. Each mail ends it with one click."
      action="Subscribe"
      pending={pending}
      problem={problem ?? trap.problem}
      onSubmit={submit}
      trap={trap.field}
    >
      <TextInput
        key={form.key('email')}
        label="Your e-mail"
        type="email"
        autoComplete="email"
        {...form.getInputProps('email')}
      />
    </PublicForm>
  )
}

/** Where the mail that asks leads: one click and not by itself, because mail scanners open links. */
export function ConfirmSubscriptionPage(): ReactElement {
  const token = useGuestSecret()
  const confirm = useMutation({
    mutationFn: () => api.agency.confirmSubscription({ body: { token: token ?? '' } }),
  })
  if (confirm.isSuccess) {
    return (
      <Page
        title="You get our newsletter"
        lead="Each mail has a link that ends it, with one click and without a question."
        width="narrow"
      >
        <TextLink to="/">To the first page</TextLink>
      </Page>
    )
  }
  if (token === null || confirm.isError) {
    return (
      <Page
        title="This link does not work"
        lead="Links work for two days, and once. Ask for another where you subscribe."
        width="narrow"
      >
        <Stack align="flex-start">
          {confirm.isError && <ProblemNotice error={confirm.error} />}
          <ButtonLink to="/newsletter">Ask for a new link</ButtonLink>
        </Stack>
      </Page>
    )
  }
  return (
    <Page title="Our newsletter" lead="One click, and the next one comes to you." width="narrow">
      <Button onClick={() => confirm.mutate()} loading={confirm.isPending}>
        Yes, I want it
      </Button>
    </Page>
  )
}
