import { MultiSelect, NativeSelect } from '@mantine/core'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import '@mantine/core/styles/Pill.layer.css'
import '@mantine/core/styles/PillsInput.layer.css'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { tradingQueries } from '../../queries.ts'
import { tagChoices } from '../tag-choices.ts'
import styles from '../trades.module.css'
import { assetWords, choicesOf, reviewWords, statusWords, tagMatchWords, weekdayWords } from '../words.ts'
import { RangeFilters } from './range-filters.tsx'
import { useTradeSearch } from './use-trade-search.ts'

const HOURS = Array.from({ length: 25 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, '0')}:00`,
}))
const NOTED = [
  { value: '', label: 'With and without' },
  { value: 'true', label: 'With a note' },
  { value: 'false', label: 'Without a note' },
]

/** What is asked for less often. */
export function MoreFilters(): ReactElement {
  return (
    <div className={styles.more}>
      <WhatFilters />
      <SaidFilters />
      <WhenFilters />
      <RangeFilters />
    </div>
  )
}

function WhatFilters(): ReactElement {
  const { search, narrow } = useTradeSearch()
  return (
    <>
      <NativeSelect
        label="State"
        data={choicesOf(statusWords)}
        value={search.status ?? 'all'}
        onChange={(event) => narrow({ status: event.currentTarget.value })}
      />
      <MultiSelect
        label="Kinds of instrument"
        placeholder={search.assetClass === undefined ? 'All' : ''}
        data={choicesOf(assetWords)}
        value={search.assetClass ?? []}
        onChange={(assetClass) => narrow({ assetClass })}
      />
    </>
  )
}

function SaidFilters(): ReactElement {
  const { search, narrow } = useTradeSearch()
  const tags = useQuery(tradingQueries.tags()).data ?? []
  const playbooks = useQuery(tradingQueries.playbooks()).data ?? []
  return (
    <>
      <MultiSelect
        label="Tags"
        placeholder={search.tag === undefined ? 'Any' : ''}
        searchable
        data={tagChoices(tags)}
        value={search.tag ?? []}
        onChange={(tag) => narrow({ tag })}
      />
      <NativeSelect
        label="Of these tags"
        disabled={search.tag === undefined}
        data={choicesOf(tagMatchWords)}
        value={search.tagMatch ?? 'any'}
        onChange={(event) => narrow({ tagMatch: event.currentTarget.value })}
      />
      <MultiSelect
        label="Playbooks"
        placeholder={search.playbook === undefined ? 'Any or none' : ''}
        data={playbooks.map(({ id, name }) => ({ value: id, label: name }))}
        value={search.playbook ?? []}
        onChange={(playbook) => narrow({ playbook })}
      />
      <MultiSelect
        label="Review"
        placeholder={search.review === undefined ? 'Any' : ''}
        data={Object.entries(reviewWords).map(([value, { label }]) => ({ value, label }))}
        value={search.review ?? []}
        onChange={(review) => narrow({ review })}
      />
      <NativeSelect
        label="Notes"
        data={NOTED}
        value={search.hasNotes === undefined ? '' : String(search.hasNotes)}
        onChange={(event) => {
          const { value } = event.currentTarget
          narrow({ hasNotes: value === '' ? undefined : value === 'true' })
        }}
      />
    </>
  )
}

function WhenFilters(): ReactElement {
  const { search, narrow } = useTradeSearch()
  return (
    <>
      <MultiSelect
        label="Entered on"
        placeholder={search.weekday === undefined ? 'Any weekday' : ''}
        data={choicesOf(weekdayWords)}
        value={search.weekday ?? []}
        onChange={(weekday) => narrow({ weekday })}
      />
      <NativeSelect
        label="Entered from"
        description="By the account’s clock"
        data={[{ value: '', label: 'Any hour' }, ...HOURS.slice(0, 24)]}
        value={String(search.hourFrom ?? '')}
        onChange={(event) => narrow({ hourFrom: event.currentTarget.value })}
      />
      <NativeSelect
        label="Entered before"
        description="Earlier than the hour beside it: of the next day"
        data={[
          { value: '', label: 'Any hour' },
          ...HOURS.slice(1).filter(({ value }) => value !== String(search.hourFrom)),
        ]}
        value={String(search.hourBefore ?? '')}
        onChange={(event) => narrow({ hourBefore: event.currentTarget.value })}
      />
    </>
  )
}
