import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import { Button, Checkbox, Group, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../../api.ts'
import { Dialog } from '../../shell/dialog.tsx'
import { ProblemNotice } from '../../shell/problem-notice.tsx'
import { ShownOnce } from '../../shell/shown-once.tsx'
import { filled, useFormSubmit } from '../../shell/use-form-submit.ts'
import { tradingQueries } from '../queries.ts'
import { filterOf } from './filter-of.ts'
import { type NewShare, sharesKey } from './queries.ts'
import type { SharedSubject } from './shared-subject.ts'

const LIFETIMES = [
  { value: '7', label: 'A week' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '366', label: 'A year' },
]

const WHOLE = [
  { value: 'report', label: 'Results: figures and a curve' },
  { value: 'trades', label: 'Results and the list of trades' },
]

interface MakeShareProps {
  readonly subject: SharedSubject
  readonly onClose: () => void
}

/** Asks what the link is to show, and shows it once. */
export function MakeShare({ subject, onClose }: MakeShareProps): ReactElement {
  const [url, setUrl] = useState<string | null>(null)
  return (
    <Dialog title="Share by a link" onClose={onClose}>
      {url === null ? (
        <ShareForm subject={subject} onMade={setUrl} />
      ) : (
        <Stack>
          <ShownOnce label="Link" value={url} />
          <Group>
            <Button onClick={onClose}>Done</Button>
          </Group>
        </Stack>
      )}
    </Dialog>
  )
}

function ShareForm({ subject, onMade }: { subject: SharedSubject; onMade: (url: string) => void }): ReactElement {
  const client = useQueryClient()
  const accounts = useQuery(tradingQueries.accounts()).data ?? []
  const isWhole = subject.trade === undefined && subject.entry === undefined
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { title: '', kind: 'report', account: '', days: '30', redacted: true },
    validate: { title: filled('Enter what it is about') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ title, kind, account, days, redacted }) => {
      const common = { title, redacted, days: Number(days) }
      return api.trading.createShare({ body: { ...common, ...subjectOf(subject, { kind, account }) } })
    },
    done: async ({ url }) => {
      onMade(url)
      await client.invalidateQueries({ queryKey: sharesKey })
    },
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <ProblemNotice error={problem} />
        <TextInput
          key={form.key('title')}
          label="Title"
          description="Whoever has the link reads it"
          maxLength={120}
          {...form.getInputProps('title')}
        />
        {isWhole && <NativeSelect key={form.key('kind')} label="Shows" data={WHOLE} {...form.getInputProps('kind')} />}
        {isWhole && subject.filter === undefined && (
          <NativeSelect
            key={form.key('account')}
            label="Of"
            data={[
              { value: '', label: 'All accounts' },
              ...accounts.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            {...form.getInputProps('account')}
          />
        )}
        <Checkbox
          key={form.key('redacted')}
          label="Hide sizes and amounts"
          description="Shows R and percent only. What you wrote yourself is shown as it is."
          {...form.getInputProps('redacted', { type: 'checkbox' })}
        />
        <NativeSelect key={form.key('days')} label="Good for" data={LIFETIMES} {...form.getInputProps('days')} />
        <Group>
          <Button type="submit" loading={pending}>
            Make the link
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

type Subject = Pick<NewShare, 'kind' | 'tradeId' | 'entryId' | 'filter'>

function subjectOf({ trade, entry, filter }: SharedSubject, asked: { kind: string; account: string }): Subject {
  if (trade !== undefined) return { kind: 'trade', tradeId: trade }
  if (entry !== undefined) return { kind: 'entry', entryId: entry }
  const kind = asked.kind === 'trades' ? 'trades' : 'report'
  if (filter !== undefined) return { kind, filter: filterOf(filter) }
  return { kind, filter: asked.account === '' ? {} : { account: [asked.account] } }
}
