import type { Tx } from '../../../../kernel/db/database.ts'
import type { Id } from '../../../../kernel/id.ts'
import { Problem } from '../../../../kernel/problem.ts'
import type { AccountRow } from '../../ledger/tables.ts'
import type { Plans } from '../plans/plans.ts'
import type { AnyLine } from './account-file.ts'
import { AccountFileRefusal, type Numbered } from './read-account.ts'
import type { Pictures } from './restore-pictures.ts'

/** A file that is being brought into an account, and what its ids are called here. */
export interface Restoring {
  readonly tx: Tx
  readonly account: AccountRow
  /** Instruments that the trader did not have before. */
  readonly made: Set<Id<'instrument'>>
  /** By the file's id. */
  readonly ids: ReadonlyMap<string, string>
  /** Of the file, stored already. */
  readonly pictures: Pictures
  readonly plans: Pick<Plans, 'admit'>
  /** Gives what stands in a line a name of its own here; a second line of the same name is refused. */
  name(kind: string, id: string, own: string, at: number): void
}

/** What a line of the file names, as it is called here. Throws AccountFileRefusal for what no line before it is about. */
export function known<Own extends string>(restoring: Restoring, kind: string, id: string, at: number): Own {
  const own = restoring.ids.get(`${kind} ${id}`)
  if (own === undefined) throw new AccountFileRefusal('unknown-reference', at, `/${kind}`)
  return own as Own
}

/** The same where nothing may be named. */
export function knownOrNull<Own extends string>(
  restoring: Restoring,
  kind: string,
  id: Own | null,
  at: number,
): Own | null {
  return id === null ? null : known<Own>(restoring, kind, id, at)
}

/** Begins to bring a file into an account. */
export function createRestoring(
  tx: Tx,
  account: AccountRow,
  { pictures, plans }: Pick<Restoring, 'pictures' | 'plans'>,
): Restoring {
  const ids = new Map<string, string>()
  return {
    ...{ tx, account, ids, pictures, plans, made: new Set<Id<'instrument'>>() },
    name(kind, id, own, at) {
      const key = `${kind} ${id}`
      if (ids.has(key)) throw new AccountFileRefusal('twice', at, '/id')
      ids.set(key, own)
    },
  }
}

/** Lines of one type. */
export type Lines<Line extends AnyLine> = readonly Numbered<Line>[]

/** Runs what reads a line; a fault of a field is one of the line. */
export function located<Result>(at: number, read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    throw ofLine(at, error)
  }
}

/** What there is no room for, whatever a line says. */
export const NO_ROOM: readonly string[] = ['trading/plan-limit', 'trading/journal-full', 'trading/oversight-full']

/** A fault of a field as one of its line. */
export function ofLine(at: number, error: unknown): unknown {
  if (!(error instanceof Problem) || error.status >= 500 || NO_ROOM.includes(error.code)) return error
  return new AccountFileRefusal('line-invalid', at, error.errors?.[0]?.pointer ?? null)
}
