import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { Taken } from '../factors/index.ts'

/** The ways in of a unit above, by name. */
export type KnowsWaysIn = (tx: Tx, userId: Id<'user'>) => Promise<readonly string[]>

/** An account goes back to its owner: whoever held it since then was somebody else. */
export interface TakeBack {
  readonly userId: Id<'user'>
  readonly since: Date
  readonly reason: 'handed-over' | 'email-reverted'
}

/** Ends what was added to an account at `since` or later and could still be used; returns each as its owner is told of it. */
export type TakesBack = (tx: Tx, from: TakeBack) => Promise<readonly Taken[]>

/** What units above declared when they were made. */
export interface UnitsAbove {
  readonly waysIn: KnowsWaysIn[]
  readonly takeBack: TakesBack[]
}
