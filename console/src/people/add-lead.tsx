import { Button, NativeSelect, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { emailRule } from '../identity/rules.ts'
import { currencies, minorOf } from '../shell/money.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'

const empty = { name: '', email: '', company: '', phone: '', source: '', worth: '', currency: 'KES', notes: '' }
type Values = typeof empty

export function AddLead(): ReactElement {
  const navigate = useNavigate()
  const form = useForm<Values>({
    mode: 'uncontrolled',
    initialValues: empty,
    validate: {
      name: filled('Enter a name'),
      email: emailRule,
      source: filled('Say where it comes from'),
      worth: (value, { currency }) =>
        value.trim() === '' || minorOf(value, currency) !== undefined ? null : 'Enter an amount, like 1200 or 1200.50',
    },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (values) => api.agency.addLead({ body: leadOf(values) }),
    done: ({ id }) => navigate({ to: '/agency/leads/$id', params: { id } }),
  })
  return (
    <Panel title="Add a lead">
      <form onSubmit={submit} noValidate>
        <Stack>
          <ProblemNotice error={problem} />
          <TextInput key={form.key('name')} label="Name" maxLength={120} {...form.getInputProps('name')} />
          <TextInput key={form.key('email')} label="E-mail" type="email" {...form.getInputProps('email')} />
          <TextInput key={form.key('company')} label="Company" maxLength={160} {...form.getInputProps('company')} />
          <TextInput key={form.key('phone')} label="Phone" type="tel" maxLength={40} {...form.getInputProps('phone')} />
          <TextInput
            key={form.key('source')}
            label="Where it comes from"
            maxLength={80}
            {...form.getInputProps('source')}
          />
          <TextInput
            key={form.key('worth')}
            label="What it may be worth"
            inputMode="decimal"
            {...form.getInputProps('worth')}
          />
          <NativeSelect
            key={form.key('currency')}
            label="Currency"
            data={[...currencies]}
            {...form.getInputProps('currency')}
          />
          <Textarea key={form.key('notes')} label="Notes" rows={3} maxLength={8000} {...form.getInputProps('notes')} />
          <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
            Add the lead
          </Button>
        </Stack>
      </form>
    </Panel>
  )
}

function leadOf({ name, email, source, notes, company, phone, worth, currency }: Values) {
  const minor = worth.trim() === '' ? undefined : minorOf(worth, currency)
  return {
    ...{ name, email, source, notes },
    ...(company.trim() === '' ? {} : { company }),
    ...(phone.trim() === '' ? {} : { phone }),
    ...(minor === undefined ? {} : { worth: { minor, currency } }),
  }
}
