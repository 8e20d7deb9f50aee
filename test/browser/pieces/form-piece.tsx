import { Button, Stack } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { ProblemError } from '../../../console/src/api.ts'
import type { JsonSchema } from '../../../console/src/forms/json-schema.ts'
import { SchemaFields } from '../../../console/src/forms/schema-fields.tsx'
import { useSchemaForm } from '../../../console/src/forms/schema-form.ts'
import { type FormSources, FormSourcesProvider } from '../../../console/src/forms/sources.ts'
import { objectFromForm } from '../../../console/src/forms/values.ts'
import { ProblemNotice } from '../../../console/src/shell/problem-notice.tsx'
import { useFormSubmit } from '../../../console/src/shell/use-form-submit.ts'

const schema: JsonSchema = {
  type: 'object',
  required: ['title', 'body', 'kind', 'price', 'featured'],
  properties: {
    title: { type: 'string', maxLength: 120 },
    summary: { type: 'string', maxLength: 400, description: 'Shown in lists' },
    kind: { anyOf: [{ const: 'article' }, { const: 'press_release' }] },
    price: {
      type: 'object',
      properties: { minor: { type: 'string' }, currency: { type: 'string' } },
      required: ['minor', 'currency'],
    },
    minutes: { type: 'integer' },
    featured: { type: 'boolean', title: 'Featured on the first page' },
    tags: { type: 'array', items: { type: 'string', maxLength: 80 }, maxItems: 20 },
    beginsAt: { anyOf: [{ type: 'string', format: 'date-time' }, { type: 'null' }] },
    closesOn: { type: 'string', format: 'date' },
    author: { type: 'string', format: 'uuid', 'x-content': 'reference', 'x-of': 'person' },
    questions: {
      type: 'array',
      maxItems: 4,
      items: {
        type: 'object',
        required: ['question'],
        properties: { question: { type: 'string', maxLength: 200 }, answer: { type: 'string', maxLength: 2000 } },
      },
    },
    venue: {
      type: 'object',
      properties: { name: { type: 'string', maxLength: 80 }, site: { type: 'string', format: 'uri' } },
    },
    body: { type: 'object', 'x-content': 'rich-text' },
  },
}

const value = {
  title: 'Opening hours',
  kind: 'article',
  price: { minor: '125050', currency: 'KES' },
  featured: true,
  tags: ['news', 'office'],
  beginsAt: '2026-11-01T06:00:00.000Z',
  author: 'p2',
  questions: [{ question: 'When?', answer: 'On Monday' }, { question: 'Where?' }],
  body: {
    type: 'doc',
    content: [
      { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'What changes' }] },
      {
        type: 'paragraph',
        content: [
          { type: 'text', text: 'We open ' },
          { type: 'text', text: 'later', marks: [{ type: 'bold' }] },
          { type: 'text', text: ', see ' },
          { type: 'text', text: 'the plan', marks: [{ type: 'link', attrs: { href: '/plan' } }] },
          { type: 'text', text: '.' },
        ],
      },
      {
        type: 'bulletList',
        content: ['Monday', 'Tuesday'].map((text) => ({
          type: 'listItem',
          content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
        })),
      },
    ],
  },
}

const people = [
  { value: 'p1', label: 'Ada Lovelace' },
  { value: 'p2', label: 'Grace Hopper' },
]

const sources: FormSources = {
  find: async (_, search) => people.filter(({ label }) => label.toLowerCase().includes(search.toLowerCase())),
  titleOf: async (_, id) => people.find(({ value }) => value === id)?.label ?? id,
  pictureUrl: (id) => `/picture/${id}`,
  fileUrl: (id) => `/file/${id}`,
  pictures: { purpose: 'content.image', accept: 'image/png' },
  Library: () => <p>Nothing was uploaded.</p>,
  files: { purpose: 'content.document', accept: 'application/pdf' },
}

/** Shows what would be sent; a title of `taken` is refused as the server refuses a field. */
export function FormPiece(): ReactElement {
  const { form, entries } = useSchemaForm(schema, value)
  const [sent, setSent] = useState('')
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: async (values) => {
      const body = objectFromForm(entries, values)
      if (body.title === 'taken') throw refusal('/questions/1/answer', 'is too short')
      return body
    },
    done: (body) => setSent(JSON.stringify(body)),
  })
  return (
    <FormSourcesProvider value={sources}>
      <h1>New post</h1>
      <form onSubmit={submit} noValidate>
        <Stack gap="lg">
          <ProblemNotice error={problem} />
          <SchemaFields form={form} entries={entries} />
          <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
            Save
          </Button>
        </Stack>
      </form>
      <output aria-label="Sent">{sent}</output>
    </FormSourcesProvider>
  )
}

function refusal(pointer: string, detail: string): ProblemError {
  return new ProblemError({
    title: 'Refused',
    status: 400,
    code: 'http/invalid-request',
    errors: [{ pointer, code: 'minLength', detail }],
  })
}
