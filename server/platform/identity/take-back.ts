import type { Tx } from '../../kernel/db/database.ts'
import type { Taken } from '../factors/index.ts'
import type { Parts } from './parts.ts'
import type { TakeBack } from './units-above.ts'

/** Has every unit that people hold something in end what was added to the account since; sessions and passwords are the caller's. */
export async function takeBack(parts: Pick<Parts, 'factors' | 'above'>, tx: Tx, from: TakeBack): Promise<Taken[]> {
  const taken = await parts.factors.revokeSince(tx, from)
  for (const takes of parts.above.takeBack) taken.push(...(await takes(tx, from)))
  return taken
}
