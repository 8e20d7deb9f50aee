import { Button, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { Facts } from '../shell/facts.tsx'
import { notifyDone } from '../shell/notify.ts'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { When } from '../shell/when.tsx'
import { projectKey, testimonialQuery } from './queries.ts'
import type { Testimonial } from './types.ts'

const route = getRouteApi('/portal/portal/projects/$id/testimonial')
const QUOTE_MIN = 20
const ratings = ['5', '4', '3', '2', '1'] as const
const ratingWords = { 5: 'Excellent', 4: 'Good', 3: 'Fair', 2: 'Poor', 1: 'Bad' } as const
const ratingLabel = (rating: string): string =>
  `${ratingWords[Number(rating) as keyof typeof ratingWords] ?? ''}, ${rating} of 5`

/** Where the mail leads that asks how a project was. */
export function TestimonialPage(): ReactElement {
  const { id } = route.useParams()
  const testimonial = useQuery(testimonialQuery(id))
  return (
    <Page
      title="How was it?"
      eyebrow={
        <TextLink to="/portal/projects/$id" params={{ id }}>
          {testimonial.data?.title ?? 'Project'}
        </TextLink>
      }
      lead={testimonial.data?.reference}
      width="reading"
    >
      <QueryView query={testimonial}>
        {(found) => {
          if (found.given !== null) return <Given given={found.given} />
          if (!found.isAsked) return <Text>When the work is done and paid, we ask you here how it was.</Text>
          return <GiveTestimonial id={id} name={found.name} />
        }}
      </QueryView>
    </Page>
  )
}

function Given({ given: { givenAt, isPublished, words } }: { given: NonNullable<Testimonial['given']> }): ReactElement {
  const badge = isPublished ? (
    <StateBadge tone="positive">Everybody can read it</StateBadge>
  ) : (
    <StateBadge tone="quiet">Handed in</StateBadge>
  )
  return (
    <Panel title="Thank you" aside={badge}>
      <Stack>
        {words !== null && <Text component="blockquote">{words.quote}</Text>}
        <Facts
          facts={[
            ['Name', words?.author ?? null],
            ['Role', words?.role ?? null],
            ['Rating', words === null ? null : ratingLabel(String(words.rating))],
            ['Handed in', <When key="at" at={givenAt} />],
          ]}
        />
      </Stack>
    </Panel>
  )
}

function GiveTestimonial({ id, name }: { id: string; name: string }): ReactElement {
  const queryClient = useQueryClient()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { quote: '', author: name, role: '', rating: '' },
    validate: {
      quote: (value) => (value.trim().length < QUOTE_MIN ? 'Say it in a sentence or two' : null),
      author: filled('Say which name to show'),
      rating: (value) => (value === '' ? 'Choose one' : null),
    },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ quote, author, role, rating }) => {
      const shownRole = role.trim() === '' ? {} : { role: role.trim() }
      const body = { quote: quote.trim(), author: author.trim(), rating: Number(rating), ...shownRole }
      return api.agency.giveTestimonial({ path: { id }, body })
    },
    done: async (said) => {
      notifyDone('Thank you: we have it.')
      queryClient.setQueryData(testimonialQuery(id).queryKey, said)
      await queryClient.invalidateQueries({ queryKey: projectKey(id) })
    },
  })
  return (
    <Panel title="What you would tell others">
      <form onSubmit={submit} noValidate aria-label="Testimonial">
        <Stack>
          <ProblemNotice error={problem} />
          <Textarea
            key={form.key('quote')}
            label="Your words"
            rows={5}
            maxLength={2000}
            {...form.getInputProps('quote')}
          />
          <NativeSelect
            key={form.key('rating')}
            label="All in all"
            data={[{ value: '', label: '' }, ...ratings.map((value) => ({ value, label: ratingLabel(value) }))]}
            {...form.getInputProps('rating')}
          />
          <TextInput
            key={form.key('author')}
            label="Name, as it is shown"
            autoComplete="name"
            maxLength={120}
            {...form.getInputProps('author')}
          />
          <TextInput
            key={form.key('role')}
            label="Role, as it is shown"
            description="Such as: owner of the lodge. May stay empty."
            autoComplete="organization-title"
            maxLength={120}
            {...form.getInputProps('role')}
          />
          <Text size="sm" c="dimmed">
            Somebody here reads it first. Once it is published, everybody can read it with this name and role.
          </Text>
          <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
            Hand it in
          </Button>
        </Stack>
      </form>
    </Panel>
  )
}
