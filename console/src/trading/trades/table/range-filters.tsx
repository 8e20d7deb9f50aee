import { TextInput } from '@mantine/core'
import type { ReactElement } from 'react'
import { typedDecimal } from '../../decimals.ts'
import type { TradeSearch } from '../types.ts'
import { durationInWords, typedDuration } from '../words.ts'
import { CommittedInput } from './committed-input.tsx'
import { useTradeSearch } from './use-trade-search.ts'

const AMOUNTS = [
  ['rMin', 'R of at least'],
  ['rMax', 'R of at most'],
  ['netMin', 'Net of at least'],
  ['netMax', 'Net of at most'],
  ['epsilon', 'Break-even within'],
  ['epsilonTicks', 'Break-even within ticks'],
] as const satisfies readonly (readonly [keyof TradeSearch, string])[]

/** Of the two one counts. */
const INSTEAD_OF: Readonly<Record<string, TradeSearch>> = {
  epsilon: { epsilonTicks: undefined },
  epsilonTicks: { epsilon: undefined },
}

const HELD = [
  ['holdMin', 'Held at least'],
  ['holdMax', 'Held at most'],
] as const satisfies readonly (readonly [keyof TradeSearch, string])[]

const OPENED = [
  ['openedFrom', 'Opened from'],
  ['openedBefore', 'Opened before'],
] as const satisfies readonly (readonly [keyof TradeSearch, string])[]

/** Between what and what: time held, R, money, the instant of the opening; and words of the note. */
export function RangeFilters(): ReactElement {
  const { search, narrow } = useTradeSearch()
  return (
    <>
      {OPENED.map(([name, label]) => (
        <TextInput
          key={name}
          label={label}
          type="datetime-local"
          value={clockOf(search[name])}
          onChange={(event) => narrow({ [name]: instantOf(event.currentTarget.value) })}
        />
      ))}
      {HELD.map(([name, label]) => {
        const seconds = search[name]
        const value = seconds === undefined ? '' : durationInWords(seconds, 4)
        return (
          <CommittedInput
            key={name}
            {...{ label, value }}
            placeholder="90s, 5m, 1h 30m, 2d"
            accepts={(typed) => typedDuration(typed) !== undefined}
            fault="Such as 90s, 5m, 1h 30m or 2d"
            onCommit={(typed) => narrow({ [name]: typedDuration(typed) })}
          />
        )
      })}
      {AMOUNTS.map(([name, label]) => (
        <CommittedInput
          key={name}
          label={label}
          value={search[name] ?? ''}
          accepts={(typed) => typedDecimal(typed) !== undefined}
          fault="A number, such as -1.5"
          onCommit={(typed) => narrow({ ...INSTEAD_OF[name], [name]: typed })}
        />
      ))}
      <CommittedInput
        label="Words of the note"
        value={search.text ?? ''}
        accepts={() => true}
        fault=""
        onCommit={(text) => narrow({ text })}
      />
    </>
  )
}

/** The instant by the clock of this browser. */
function clockOf(instant: string | undefined): string {
  if (instant === undefined) return ''
  const at = new Date(instant)
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

function instantOf(clock: string): string | undefined {
  return clock === '' ? undefined : new Date(clock).toISOString()
}
