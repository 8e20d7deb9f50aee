import { Button, MultiSelect, NativeSelect, TagsInput, TextInput } from '@mantine/core'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import '@mantine/core/styles/Pill.layer.css'
import '@mantine/core/styles/PillsInput.layer.css'
import { type ReactElement, useId, useState } from 'react'
import { useAccountsById } from '../account-time.tsx'
import { filterOf } from '../trade-search.ts'
import styles from '../trades.module.css'
import type { TradeSearch } from '../types.ts'
import { choicesOf, outcomeWords, sideWords } from '../words.ts'
import { MoreFilters } from './more-filters.tsx'
import { useTradeSearch } from './use-trade-search.ts'

const FIRST: ReadonlySet<string> = new Set<keyof TradeSearch>([
  ...(['account', 'symbol', 'side', 'outcome', 'from', 'to'] as const),
])

/** Everything that the list of trades can be narrowed by; it stands in the address. */
export function FilterBar(): ReactElement {
  const { search, clear } = useTradeSearch()
  const part = useId()
  const names = Object.keys(filterOf(search))
  const hidden = names.filter((name) => !FIRST.has(name)).length
  const [open, setOpen] = useState(hidden > 0)
  return (
    <search className={styles.filter} aria-label="Trades">
      <FirstFilters />
      <div className={styles.filterActions}>
        <Button
          variant="subtle"
          size="compact-sm"
          aria-expanded={open}
          aria-controls={part}
          onClick={() => setOpen((was) => !was)}
        >
          {open ? 'Fewer filters' : `More filters${hidden > 0 ? ` (${hidden} set)` : ''}`}
        </Button>
        {names.length > 0 && (
          <Button variant="subtle" size="compact-sm" onClick={clear}>
            Show all trades
          </Button>
        )}
        {search.id !== undefined && (
          <span>
            Only {search.id.length} chosen {search.id.length === 1 ? 'trade' : 'trades'}
          </span>
        )}
      </div>
      <div id={part}>{open && <MoreFilters />}</div>
    </search>
  )
}

function FirstFilters(): ReactElement {
  const { search, narrow } = useTradeSearch()
  const accounts = useAccountsById()
  return (
    <div className={styles.more}>
      <MultiSelect
        label="Accounts"
        placeholder={search.account === undefined ? 'All' : ''}
        data={[...accounts.values()].map(({ id, name }) => ({ value: id, label: name }))}
        value={search.account ?? []}
        onChange={(account) => narrow({ account })}
      />
      <TagsInput
        label="Symbols"
        placeholder={search.symbol === undefined ? 'All' : ''}
        maxTags={50}
        acceptValueOnBlur
        value={search.symbol ?? []}
        onChange={(symbol) => narrow({ symbol })}
      />
      <NativeSelect
        label="Side"
        data={[{ value: '', label: 'Long and short' }, ...choicesOf(sideWords)]}
        value={search.side ?? ''}
        onChange={(event) => narrow({ side: event.currentTarget.value })}
      />
      <MultiSelect
        label="Outcome"
        placeholder={search.outcome === undefined ? 'Any' : ''}
        data={choicesOf(outcomeWords)}
        value={search.outcome ?? []}
        onChange={(outcome) => narrow({ outcome })}
      />
      <TextInput
        label="Closed from"
        type="date"
        value={search.from ?? ''}
        onChange={(event) => narrow({ from: event.currentTarget.value })}
      />
      <TextInput
        label="Closed until"
        type="date"
        value={search.to ?? ''}
        onChange={(event) => narrow({ to: event.currentTarget.value })}
      />
    </div>
  )
}
