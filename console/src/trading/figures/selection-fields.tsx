import { NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { AccountChoice } from '../account-choice.tsx'
import { tradingQueries } from '../queries.ts'
import { DayFields } from './day-fields.tsx'
import styles from './figures.module.css'
import { type Selection, selectionIn, selectionText } from './selection.ts'
import { weekdayInWords } from './words.ts'

interface SelectionFieldsProps {
  readonly legend: string
  readonly text: string | undefined
  readonly onChange: (text: string) => void
}

const TYPING_MS = 400

/** Which trades; a field that is left empty narrows nothing. */
export function SelectionFields({ legend, text, onChange }: SelectionFieldsProps): ReactElement {
  const selection = selectionIn(text)
  const tags = useQuery(tradingQueries.tags()).data ?? []
  const playbooks = useQuery(tradingQueries.playbooks()).data ?? []
  const set = (change: { readonly [Name in keyof Selection]?: string | undefined }): void => {
    onChange(selectionText({ ...selection, ...change } as Selection))
  }
  const [symbol, type] = useState(selection.symbol ?? '')
  const settle = useDebouncedCallback((typed: string) => set({ symbol: typed }), TYPING_MS)
  const named = (items: readonly { id: string; name: string }[], all: string) => [
    { value: '', label: all },
    ...items.map(({ id, name }) => ({ value: id, label: name })),
  ]
  return (
    <fieldset className={styles.selection}>
      <legend>{legend}</legend>
      <AccountChoice withAll value={selection.account} onChange={(account) => set({ account })} />
      <TextInput
        label="Symbol"
        value={symbol}
        maxLength={64}
        onChange={(event) => {
          type(event.currentTarget.value)
          settle(event.currentTarget.value)
        }}
      />
      <NativeSelect
        label="Side"
        value={selection.side ?? ''}
        onChange={(event) => set({ side: event.currentTarget.value })}
        data={[
          { value: '', label: 'Long and short' },
          { value: 'long', label: 'Long' },
          { value: 'short', label: 'Short' },
        ]}
      />
      <NativeSelect
        label="Tag"
        value={selection.tag ?? ''}
        onChange={(event) => set({ tag: event.currentTarget.value })}
        data={named(tags, 'Any or none')}
      />
      <NativeSelect
        label="Playbook"
        value={selection.playbook ?? ''}
        onChange={(event) => set({ playbook: event.currentTarget.value })}
        data={named(playbooks, 'Any or none')}
      />
      <NativeSelect
        label="Weekday of the entry"
        value={selection.weekday ?? ''}
        onChange={(event) => set({ weekday: event.currentTarget.value })}
        data={[
          { value: '', label: 'All' },
          ...[1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: String(day), label: weekdayInWords(day) })),
        ]}
      />
      <DayFields days={selection} set={set} />
    </fieldset>
  )
}
