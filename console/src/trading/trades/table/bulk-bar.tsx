import { Button, MultiSelect, NativeSelect } from '@mantine/core'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import '@mantine/core/styles/Pill.layer.css'
import '@mantine/core/styles/PillsInput.layer.css'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../../../api.ts'
import { tradingQueries } from '../../queries.ts'
import { tagChoices } from '../tag-choices.ts'
import styles from '../trades.module.css'
import type { TradeFilter } from '../types.ts'
import { useChange } from '../use-change.ts'
import type { Selected } from './list-view.ts'

const FILTER_MAX = 5000
const GROUP_MAX = 50

interface BulkBarProps {
  readonly selected: Selected
  readonly filter: TradeFilter
  /** How many the filter finds. */
  readonly found: number | undefined
  readonly onDone: () => void
}

interface Counts {
  readonly changed: number
  readonly refused: number
}

type Selection = { readonly ids: string[] } | { readonly filter: TradeFilter }

/** What is done with several trades at once. */
export function BulkBar({ selected, filter, found, onDone }: BulkBarProps): ReactElement {
  const [ofFilter, setOfFilter] = useState(false)
  const selection: Selection = ofFilter ? { filter } : { ids: [...selected] }
  const count = ofFilter ? (found ?? 0) : selected.size
  return (
    <section className={styles.bulk} aria-label="Selected trades">
      <p className={styles.bulkCount} role="status">
        {count.toLocaleString()} selected
      </p>
      <TagThem selection={selection} />
      <PlaybookOfThem selection={selection} />
      <ReviewThem selection={selection} />
      {!ofFilter && selected.size > 1 && selected.size <= GROUP_MAX && <MergeThem ids={[...selected]} />}
      {!ofFilter && found !== undefined && found > selected.size && found <= FILTER_MAX && (
        <Button variant="default" onClick={() => setOfFilter(true)}>
          Select all {found.toLocaleString()} of the filter
        </Button>
      )}
      <Button variant="subtle" onClick={onDone}>
        Select none
      </Button>
    </section>
  )
}

function countsInWords(what: string) {
  return ({ changed, refused }: Counts): string =>
    `${changed.toLocaleString()} ${changed === 1 ? 'trade' : 'trades'} ${what}${refused > 0 ? `; ${refused.toLocaleString()} left as they are, for their review` : ''}.`
}

function TagThem({ selection }: { selection: Selection }): ReactElement {
  const tags = useQuery(tradingQueries.tags()).data ?? []
  const [chosen, setChosen] = useState<string[]>([])
  const { mutate, isPending } = useChange({
    change: (tagged: { add?: string[]; remove?: string[] }) =>
      api.trading.tagTrades({ body: { ...selection, ...tagged } }),
    done: countsInWords('tagged or untagged'),
  })
  return (
    <>
      <MultiSelect
        label="Tags"
        placeholder={tags.length === 0 ? 'None yet: tag one trade first' : ''}
        searchable
        miw={200}
        data={tagChoices(tags)}
        value={chosen}
        onChange={setChosen}
      />
      <Button
        variant="default"
        disabled={chosen.length === 0}
        loading={isPending}
        onClick={() => mutate({ add: chosen })}
      >
        Tag them
      </Button>
      <Button
        variant="default"
        disabled={chosen.length === 0}
        loading={isPending}
        onClick={() => mutate({ remove: chosen })}
      >
        Untag them
      </Button>
    </>
  )
}

function PlaybookOfThem({ selection }: { selection: Selection }): ReactElement | null {
  const playbooks = (useQuery(tradingQueries.playbooks()).data ?? []).filter(({ status }) => status === 'active')
  const [chosen, setChosen] = useState('')
  const { mutate, isPending } = useChange({
    change: (playbookId: string | null) => api.trading.setPlaybookOfTrades({ body: { ...selection, playbookId } }),
    done: countsInWords('set to the playbook'),
  })
  if (playbooks.length === 0) return null
  return (
    <>
      <NativeSelect
        label="Playbook"
        value={chosen}
        data={[{ value: '', label: 'None' }, ...playbooks.map(({ id, name }) => ({ value: id, label: name }))]}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      <Button variant="default" loading={isPending} onClick={() => mutate(chosen === '' ? null : chosen)}>
        Set the playbook
      </Button>
    </>
  )
}

function ReviewThem({ selection }: { selection: Selection }): ReactElement {
  const { mutate, isPending } = useChange({
    change: () => api.trading.reviewTrades({ body: { ...selection, reviewState: 'reviewed' } }),
    done: countsInWords('marked as reviewed'),
  })
  return (
    <Button variant="default" loading={isPending} onClick={() => mutate(undefined)}>
      Mark as reviewed
    </Button>
  )
}

/** Looks at them as one strategy; the trades stay as they are. */
function MergeThem({ ids }: { ids: string[] }): ReactElement {
  const { mutate, isPending } = useChange({
    change: () => api.trading.mergeTrades({ body: { tradeIds: ids } }),
    done: ({ name }) => `They are one strategy now: ${name}.`,
  })
  return (
    <Button variant="default" loading={isPending} onClick={() => mutate(undefined)}>
      Make them one strategy
    </Button>
  )
}
