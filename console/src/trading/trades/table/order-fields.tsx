import { NativeSelect } from '@mantine/core'
import type { ReactElement } from 'react'
import styles from '../trades.module.css'
import { choicesOf, directionWords, sortWords } from '../words.ts'
import { useIsWide } from './use-is-wide.ts'
import { useTradeSearch } from './use-trade-search.ts'

/** The order of the cards; a table has it in its head. */
export function OrderFields(): ReactElement | null {
  const { search, narrow } = useTradeSearch()
  if (useIsWide()) return null
  return (
    <div className={styles.more}>
      <NativeSelect
        label="Ordered by"
        data={choicesOf(sortWords)}
        value={search.sort ?? 'closedAt'}
        onChange={(event) => narrow({ sort: event.currentTarget.value })}
      />
      <NativeSelect
        label="Order"
        data={choicesOf(directionWords)}
        value={search.direction ?? 'desc'}
        onChange={(event) => narrow({ direction: event.currentTarget.value })}
      />
    </div>
  )
}
