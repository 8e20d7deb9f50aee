import type { Db } from '../../../../../kernel/db/database.ts'
import type { Measure } from '../../metrics/closed-trade.ts'
import type { Selection } from '../../selections.ts'
import type { Place } from '../pointer.ts'
import type { Question } from '../question.ts'

/** What a figure is explained from. */
export interface Context {
  readonly db: Db
  readonly selection: Selection
  readonly measure: Measure
  /** What the report was asked for beside trades and measure. */
  readonly asked: Readonly<Record<string, unknown>>
  /** What the report answers of this currency. */
  readonly told: Readonly<Record<string, unknown>>
}

/** The question behind a place of a report's answer; null where no figure stands. */
export type PlaceOf = (place: Place, context: Context) => Question | null | Promise<Question | null>
