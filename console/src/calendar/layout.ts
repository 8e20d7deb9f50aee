import type { Axis } from './axis.ts'

export interface CalendarEvent {
  readonly id: string
  /** Instants (RFC 3339); the end is not part of it. */
  readonly start: string
  readonly end: string
  readonly title: string
  readonly detail?: string
  readonly tone?: 'positive' | 'caution' | 'negative' | 'quiet'
}

/** A part of an event on one day: where it stands from top to bottom, and which of how many columns is its own. */
export interface Block<Event extends CalendarEvent> {
  readonly event: Event
  readonly from: number
  readonly to: number
  readonly column: number
  readonly columns: number
  readonly isFromBefore: boolean
  readonly goesOn: boolean
}

/** What a block takes up at least, so that it can be read and hit. */
const shortest = 30

/** The events of each day of the axis in their order; those that overlap stand side by side. */
export function layOut<Event extends CalendarEvent>(axis: Axis, events: readonly Event[]): readonly Block<Event>[][] {
  return axis.days.map((day) => {
    const parts = events
      .map((event) => ({ event, start: new Date(event.start), end: new Date(event.end) }))
      .filter(({ start, end }) => start < day.end && (end > day.start || (start >= day.start && end <= start)))
      .map(({ event, start, end }) => {
        const from = Math.min(axis.place(day, start), axis.length - shortest)
        const to = Math.max(axis.place(day, end), from + shortest)
        return { event, from, to, isFromBefore: start < day.start, goesOn: end > day.end }
      })
      .sort((one, other) => one.from - other.from || other.to - one.to || (one.event.id < other.event.id ? -1 : 1))
    return sideBySide(parts)
  })
}

type Part<Event extends CalendarEvent> = Omit<Block<Event>, 'column' | 'columns'>

/** Each takes the first column that is free where it begins; a run of overlapping ones shares the width. */
function sideBySide<Event extends CalendarEvent>(parts: readonly Part<Event>[]): Block<Event>[] {
  const done: Block<Event>[] = []
  let run: (Part<Event> & { column: number })[] = []
  let ends: number[] = []
  const close = (): void => {
    done.push(...run.map((part) => ({ ...part, columns: ends.length })))
    run = []
    ends = []
  }
  for (const part of parts) {
    if (ends.every((end) => end <= part.from)) close()
    const free = ends.findIndex((end) => end <= part.from)
    const column = free === -1 ? ends.length : free
    ends[column] = part.to
    run.push({ ...part, column })
  }
  close()
  return done
}
