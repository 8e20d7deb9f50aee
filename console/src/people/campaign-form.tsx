import { Button, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import type { ReactElement } from 'react'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import type { Campaign } from './types.ts'

interface CampaignContent {
  readonly subject: string
  readonly paragraphs: string[]
  readonly button: { readonly label: string; readonly url: string } | null
}

interface CampaignFormProps {
  readonly campaign?: Campaign
  readonly send: (content: CampaignContent) => Promise<Campaign>
  readonly done: (campaign: Campaign) => unknown
}

/** Words of a campaign: paragraphs apart by an empty line, and a button if there is somewhere to go. */
export function CampaignForm({ campaign, send, done }: CampaignFormProps): ReactElement {
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: {
      subject: campaign?.subject ?? '',
      words: campaign?.paragraphs.join('\n\n') ?? '',
      label: campaign?.button?.label ?? '',
      url: campaign?.button?.url ?? '',
    },
    validate: {
      subject: filled('Enter a subject'),
      words: filled('Write something'),
      label: (value, { url }) => (value.trim() === '' && url.trim() !== '' ? 'Say what the button does' : null),
      url: (value, { label }) =>
        (value.trim() === '' && label.trim() === '') || /^https:\/\/\S+$/.test(value.trim())
          ? null
          : 'An address with https://',
    },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ subject, words, label, url }) =>
      send({
        subject,
        paragraphs: words.split(/\n\s*\n/).flatMap((part) => (part.trim() === '' ? [] : [part.trim()])),
        button: url.trim() === '' ? null : { label: label.trim(), url: url.trim() },
      }),
    done,
    placeOf: (path) => path.replace(/^button\./, '').replace(/^paragraphs.*/, 'words'),
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <ProblemNotice error={problem} />
        <TextInput key={form.key('subject')} label="Subject" maxLength={160} {...form.getInputProps('subject')} />
        <Textarea
          key={form.key('words')}
          label="Words"
          description="An empty line begins a new paragraph."
          rows={12}
          {...form.getInputProps('words')}
        />
        <TextInput
          key={form.key('label')}
          label="Words of the button, if there is one"
          maxLength={60}
          {...form.getInputProps('label')}
        />
        <TextInput
          key={form.key('url')}
          label="Where it leads"
          type="url"
          maxLength={500}
          {...form.getInputProps('url')}
        />
        <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
          {campaign === undefined ? 'Keep as a draft' : 'Save the draft'}
        </Button>
      </Stack>
    </form>
  )
}
