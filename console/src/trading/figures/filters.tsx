import { NativeSelect } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { Filters } from '../../shell/filters.tsx'
import { ownZone, wallTime } from '../../shell/zoned.ts'
import { AccountChoice } from '../account-choice.tsx'
import { typedDecimal } from '../decimals.ts'
import { CommittedInput } from '../trades/table/committed-input.tsx'
import { DayFields } from './day-fields.tsx'
import type { FiguresSearch } from './figures-search.ts'
import { MeasureChoices } from './measure-fields.tsx'
import { type Period, periodOf, periods, stretchOf } from './periods.ts'

interface FiguresFiltersProps {
  readonly search: FiguresSearch
  /** Those of the accounts; one is chosen when there are several. */
  readonly currencies: readonly string[]
  readonly currency: string | undefined
  readonly set: (change: SearchChange) => void
  /** Of curves that are in money, after costs. */
  readonly isMoneyOnly?: boolean
}

export type SearchChange = Partial<Record<keyof FiguresSearch, unknown>>

/** Account, period and unit of the figures; all of it stands in the address. */
export function FiguresFilters({
  search,
  currencies,
  currency,
  set,
  isMoneyOnly = false,
}: FiguresFiltersProps): ReactElement {
  return (
    <Filters label="Figures">
      <AccountChoice value={search.account} onChange={(account) => set({ account, currency: undefined })} withAll />
      <PeriodChoice search={search} set={set} />
      {!isMoneyOnly && <MeasureChoices search={search} set={set} />}
      {!isMoneyOnly && (
        <CommittedInput
          label="Break-even within"
          value={search.epsilon ?? ''}
          placeholder="0"
          accepts={(typed) => typedDecimal(typed) !== undefined}
          fault="Money, such as 2.5"
          onCommit={(epsilon) => set({ epsilon })}
        />
      )}
      {currencies.length > 1 && (
        <NativeSelect
          label="Currency"
          value={currency}
          onChange={(event) => set({ currency: event.currentTarget.value })}
          data={[...currencies]}
        />
      )}
    </Filters>
  )
}

function PeriodChoice({ search, set }: Pick<FiguresFiltersProps, 'search' | 'set'>): ReactElement {
  const today = wallTime(new Date(), ownZone()).date
  const [isOwn, setOwn] = useState(false)
  const period = isOwn ? 'own' : periodOf(search, today)
  const choose = (chosen: Period): void => {
    setOwn(chosen === 'own')
    if (chosen !== 'own') set(stretchOf(chosen, today))
    else set({ from: search.from ?? stretchOf('year', today).from, to: search.to ?? today })
  }
  return (
    <>
      <NativeSelect
        label="Period"
        value={period}
        onChange={(event) => choose(event.currentTarget.value as Period)}
        data={Object.entries(periods).map(([value, label]) => ({ value, label }))}
      />
      {period === 'own' && <DayFields days={search} set={set} />}
    </>
  )
}
