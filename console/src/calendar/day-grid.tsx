import { type KeyboardEvent, type ReactElement, useEffect, useId, useRef, useState } from 'react'
import styles from './calendar.module.css'
import type { Block, CalendarEvent } from './layout.ts'
import type { ShownDays } from './shown.ts'
import { dayWords, timeWords } from './words.ts'

/** Where the day is scrolled to at first. */
const morning = 7 * 60
const emPerMinute = 3 / 60

const em = (minutes: number): string => `${minutes * emPerMinute}rem`

/** The days side by side, their hours from top to bottom. */
export function DayGrid<Event extends CalendarEvent>(shown: ShownDays<Event>): ReactElement {
  const { axis, today } = shown
  const hint = useId()
  const frame = useRef<HTMLElement>(null)
  const [stop, setStop] = useState<string>()
  useEffect(() => {
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
    frame.current?.scrollTo({ top: morning * emPerMinute * rem })
  }, [])
  const ids = shown.days.flatMap((blocks, day) => blocks.map(({ event }) => `${day}/${event.id}`))
  const current = stop !== undefined && ids.includes(stop) ? stop : ids[0]
  return (
    <>
      <p className={styles.none} id={hint}>
        {ids.length === 0 ? 'Nothing stands in this time.' : 'Arrow keys lead from entry to entry.'}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by the keyboard */}
      <section className={styles.frame} ref={frame} aria-label="Hours" aria-describedby={hint} tabIndex={0}>
        <div
          className={styles.days}
          style={{ gridTemplateColumns: `3.5rem repeat(${axis.days.length}, minmax(6rem, 1fr))` }}
        >
          <div className={styles.corner} />
          {axis.days.map(({ date }) => (
            <h3 key={date} className={styles.day} aria-current={date === today ? 'date' : undefined}>
              {dayWords(date, 'short')}
            </h3>
          ))}
          <div className={styles.hours} style={{ height: em(axis.length) }} aria-hidden>
            {axis.marks.map(({ at, label, again }) => (
              <span key={`${label}-${again}`} className={styles.hour} style={{ top: em(at) }}>
                {again ? `${label} again` : label}
              </span>
            ))}
          </div>
          {axis.days.map((day, at) => (
            <DayColumn key={day.date} shown={shown} at={at} stop={current} onStop={setStop} />
          ))}
        </div>
      </section>
    </>
  )
}

interface DayColumnProps<Event extends CalendarEvent> {
  readonly shown: ShownDays<Event>
  readonly at: number
  readonly stop: string | undefined
  readonly onStop: (id: string) => void
}

function DayColumn<Event extends CalendarEvent>({
  shown,
  at,
  stop,
  onStop,
}: DayColumnProps<Event>): ReactElement | null {
  const { axis, days, today } = shown
  const day = axis.days[at]
  if (day === undefined) return null
  const blocks = days[at] ?? []
  const missing = day.missing === null ? null : axis.placeOf(day.missing)
  return (
    <ol
      className={styles.column}
      style={{ height: em(axis.length) }}
      aria-label={dayWords(day.date, 'full')}
      data-today={day.date === today}
      data-day={at}
    >
      {axis.marks.map(({ at: top, label, again }) => (
        <li key={`${label}-${again}`} className={styles.rule} style={{ top: em(top) }} aria-hidden />
      ))}
      {missing !== null && (
        <li className={styles.missing} style={{ top: em(missing.from), height: em(missing.to - missing.from) }}>
          The clocks go forward
        </li>
      )}
      {blocks.map((block) => {
        const id = `${at}/${block.event.id}`
        return <EventBlock key={id} id={id} block={block} shown={shown} isStop={stop === id} onStop={onStop} />
      })}
    </ol>
  )
}

interface EventBlockProps<Event extends CalendarEvent> {
  readonly id: string
  readonly block: Block<Event>
  readonly shown: ShownDays<Event>
  readonly isStop: boolean
  readonly onStop: (id: string) => void
}

function EventBlock<Event extends CalendarEvent>(props: EventBlockProps<Event>): ReactElement {
  const { id, block, shown, isStop, onStop } = props
  const { event, from, to, column, columns } = block
  const place = {
    top: em(from),
    height: em(to - from),
    left: `${(column / columns) * 100}%`,
    width: `${100 / columns}%`,
  }
  return (
    <li className={styles.place} style={place}>
      <button
        type="button"
        className={`${styles.event} ${styles[event.tone ?? 'quiet']}`}
        data-from-before={block.isFromBefore}
        data-goes-on={block.goesOn}
        tabIndex={isStop ? 0 : -1}
        onFocus={() => onStop(id)}
        onKeyDown={step}
        onClick={() => shown.onOpen(event)}
      >
        <span className={styles.name}>{event.title}</span>
        <span className={styles.time}>{timeWords(event.start, event.end, shown.zone)}</span>
        {event.detail !== undefined && <span className={styles.detail}>{event.detail}</span>}
      </button>
    </li>
  )
}

/** Up and down within all events in their order, left and right to the next day that has one. */
function step(event: KeyboardEvent<HTMLButtonElement>): void {
  const own = event.currentTarget.closest('ol')
  const columns = [...(own?.parentElement?.querySelectorAll('ol') ?? [])]
  const buttons = columns.flatMap((column) => [...column.querySelectorAll('button')])
  const at = buttons.indexOf(event.currentTarget)
  const day = columns.findIndex((column) => column.contains(event.currentTarget))
  const firstOf = (found: readonly HTMLOListElement[]): HTMLButtonElement | null | undefined =>
    found.map((column) => column.querySelector('button')).find((button) => button !== null)
  const targets: Readonly<Record<string, () => HTMLButtonElement | null | undefined>> = {
    ArrowDown: () => buttons[at + 1],
    ArrowUp: () => buttons[at - 1],
    ArrowRight: () => firstOf(columns.slice(day + 1)),
    ArrowLeft: () => firstOf(columns.slice(0, day).reverse()),
    Home: () => buttons[0],
    End: () => buttons.at(-1),
  }
  const target = targets[event.key]
  if (target === undefined) return
  event.preventDefault()
  target()?.focus()
}
