import type { Axis } from './axis.ts'
import type { Block, CalendarEvent } from './layout.ts'

/** What the grid and the list of a calendar both show. */
export interface ShownDays<Event extends CalendarEvent> {
  readonly axis: Axis
  /** Beside the days of the axis. */
  readonly days: readonly (readonly Block<Event>[])[]
  readonly zone: string
  readonly today: string
  readonly onOpen: (event: Event) => void
}
