import { Button, Group, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Fragment, type ReactElement } from 'react'
import { dayWords, rangeWords } from '../calendar/words.ts'
import { Empty } from '../shell/empty.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { addDays, wallTime } from '../shell/zoned.ts'
import styles from './book.module.css'
import { type DaySlots, freeTimes, type Slot, type SlotsWanted, slotsQuery } from './queries.ts'
import { offsetOf } from './words.ts'

const DAYS_SHOWN = 7
const DAYS_LOOKED = 31

interface SlotPickerProps {
  readonly of: Pick<SlotsWanted, 'service' | 'package' | 'host'>
  readonly zone: string
  /** The first day shown; today when absent. */
  readonly from: string | undefined
  readonly onFrom: (day: string) => void
  readonly chosen: string | undefined
  readonly onChoose: (slot: Slot) => void
}

/** A week of free times by the clock of a zone, with ways to other days. */
export function SlotPicker({ of, zone, from, onFrom, chosen, onChoose }: SlotPickerProps): ReactElement {
  const today = wallTime(new Date(), zone).date
  const first = from !== undefined && from > today ? from : today
  const last = addDays(first, DAYS_SHOWN - 1)
  const query = useQuery(slotsQuery({ ...of, zone, from: first, to: last }))
  return (
    <>
      <div className={styles.range}>
        <TextInput
          type="date"
          label="From day"
          value={first}
          min={today}
          onChange={(event) => event.currentTarget.value !== '' && onFrom(event.currentTarget.value)}
        />
        <Text fw={560} aria-live="polite">
          {rangeWords([first, last])}
        </Text>
        <Group gap="xs">
          <Button
            variant="default"
            disabled={first <= today}
            onClick={() => onFrom(addDays(first, -DAYS_SHOWN))}
            aria-label="Earlier days"
          >
            Earlier
          </Button>
          <Button variant="default" onClick={() => onFrom(addDays(first, DAYS_SHOWN))} aria-label="Later days">
            Later
          </Button>
        </Group>
      </div>
      <QueryView query={query}>
        {(days) =>
          days.some(({ slots }) => slots.length > 0) ? (
            <Days days={days} chosen={chosen} onChoose={onChoose} />
          ) : (
            <NothingFree
              wanted={{ ...of, zone, from: addDays(last, 1), to: addDays(last, DAYS_LOOKED) }}
              onFrom={onFrom}
            />
          )
        }
      </QueryView>
    </>
  )
}

interface DaysProps extends Pick<SlotPickerProps, 'chosen' | 'onChoose'> {
  readonly days: readonly DaySlots[]
}

function Days({ days, chosen, onChoose }: DaysProps): ReactElement {
  const filled = days.filter(({ slots }) => slots.length > 0)
  return (
    <ul className={styles.days} aria-label="Free times">
      {filled.map(({ date, slots }, at) => {
        const offsets = [...new Set(slots.map(({ localStart }) => offsetOf(localStart)))]
        const former = filled[at - 1]?.slots.at(-1)
        const hasChanged = former !== undefined && offsetOf(former.localStart) !== offsets.at(-1)
        return (
          <Fragment key={date}>
            {hasChanged && (
              <li className={styles.clocks}>
                The clocks change here: from {offsetOf(former.localStart)} to {offsets.at(-1)}.
              </li>
            )}
            <li className={styles.day}>
              <h3 className={styles.dayName}>
                {dayWords(date, 'full')} <span className={styles.offset}>{offsets.join(' and ')}</span>
              </h3>
              <ul className={styles.times} aria-label={dayWords(date, 'full')}>
                {slots.map((slot) => (
                  <li key={slot.startsAt}>
                    <SlotButton
                      slot={slot}
                      isNamed={offsets.length > 1}
                      isChosen={isSame(slot.startsAt, chosen)}
                      onChoose={onChoose}
                    />
                  </li>
                ))}
              </ul>
            </li>
          </Fragment>
        )
      })}
    </ul>
  )
}

interface SlotButtonProps {
  readonly slot: Slot
  /** A day on which the clocks change says at each time which one is meant. */
  readonly isNamed: boolean
  readonly isChosen: boolean
  readonly onChoose: (slot: Slot) => void
}

function SlotButton({ slot, isNamed, isChosen, onChoose }: SlotButtonProps): ReactElement {
  const time = slot.localStart.slice(11, 16)
  return (
    <Button variant={isChosen ? 'filled' : 'default'} aria-pressed={isChosen} onClick={() => onChoose(slot)}>
      {isNamed ? `${time} ${offsetOf(slot.localStart)}` : time}
    </Button>
  )
}

function isSame(startsAt: string, chosen: string | undefined): boolean {
  return chosen !== undefined && Date.parse(startsAt) === Date.parse(chosen)
}

function NothingFree({ wanted, onFrom }: { wanted: SlotsWanted; onFrom: (day: string) => void }): ReactElement {
  const look = useMutation({
    mutationFn: () => freeTimes(wanted),
    onSuccess: (days) => {
      const next = days.find(({ slots }) => slots.length > 0)
      if (next !== undefined) onFrom(next.date)
    },
  })
  const isInVain = look.data?.every(({ slots }) => slots.length === 0) === true
  return (
    <>
      <ProblemNotice error={look.error} />
      <Empty
        title="Nothing is free in these days"
        hint={isInVain ? 'Nor in the month after. Choose a later day above.' : 'Other days may have something.'}
        action={
          <Button variant="default" loading={look.isPending} onClick={() => look.mutate()}>
            Find the next free day
          </Button>
        }
      />
    </>
  )
}
