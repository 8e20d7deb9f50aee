import { Button, MultiSelect, NativeSelect, Stack, TextInput } from '@mantine/core'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import '@mantine/core/styles/Pill.layer.css'
import '@mantine/core/styles/PillsInput.layer.css'
import { useForm } from '@mantine/form'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { notifyDone } from '../../../shell/notify.ts'
import { Panel } from '../../../shell/panel.tsx'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { filled, useFormSubmit } from '../../../shell/use-form-submit.ts'
import { tradingKey, tradingQueries } from '../../queries.ts'
import { tagChoices } from '../tag-choices.ts'
import styles from '../trades.module.css'
import type { TradeDetail, TradeTag } from '../types.ts'
import { useChange } from '../use-change.ts'
import { choicesOf, groupingWords } from '../words.ts'

/** The tags of a trade, put on and taken off at once; a new one is made here too. */
export function TagsPanel({ trade }: { trade: TradeDetail }): ReactElement {
  const tags = useQuery(tradingQueries.tags()).data ?? trade.tags
  const held = trade.tags.map(({ id }) => id)
  const isLocked = trade.reviewState === 'locked'
  const { mutate, isPending } = useChange({
    change: (chosen: readonly string[]) =>
      api.trading.tagTrades({
        body: {
          ids: [trade.id],
          add: chosen.filter((id) => !held.includes(id)),
          remove: held.filter((id) => !chosen.includes(id)),
        },
      }),
    done: 'The tags are saved.',
  })
  return (
    <Panel title="Tags">
      <Stack>
        <MultiSelect
          label="Tags of the trade"
          description={isLocked ? 'The review is locked' : undefined}
          searchable
          disabled={isLocked || isPending}
          data={tagChoices(tags)}
          value={held}
          onChange={mutate}
        />
        {!isLocked && <NewTag trade={trade} />}
      </Stack>
    </Panel>
  )
}

function NewTag({ trade: { id } }: { trade: TradeDetail }): ReactElement {
  const queryClient = useQueryClient()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { name: '', grouping: 'setup' },
    validate: { name: filled('Give the tag a name') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    async send({ name, grouping }) {
      const tag = await api.trading.addTag({
        body: { name: name.trim(), grouping: grouping as TradeTag['grouping'] },
      })
      await api.trading.tagTrades({ body: { ids: [id], add: [tag.id] } })
      return tag
    },
    async done({ name }) {
      form.reset()
      notifyDone(`The trade is tagged ${name}.`)
      await queryClient.invalidateQueries({ queryKey: tradingKey })
    },
  })
  return (
    <form onSubmit={submit} noValidate>
      <ProblemNotice error={problem} />
      <div className={styles.filterActions}>
        <TextInput key={form.key('name')} label="New tag" maxLength={40} {...form.getInputProps('name')} />
        <NativeSelect
          key={form.key('grouping')}
          label="Kind of tag"
          data={choicesOf(groupingWords)}
          {...form.getInputProps('grouping')}
        />
        <Button type="submit" variant="default" loading={pending}>
          Add the tag
        </Button>
      </div>
    </form>
  )
}
