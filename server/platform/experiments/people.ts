import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { Pseudonyms } from './pseudonyms.ts'

/** Which variants a person got, what was counted of them, and which experiments are theirs; null when nothing. */
export async function exportUnit(db: Db, { unit }: Pseudonyms, userId: Id<'user'>): Promise<unknown> {
  const [exposures, facts, owned] = await Promise.all([
    db.raw(
      `SELECT key AS experiment, phase, variant, at
         FROM experiments.exposure JOIN experiments.experiment ON id = experiment_id WHERE unit = $1 ORDER BY at`,
      [unit(userId)],
    ),
    db.raw(
      `SELECT key AS metric, part, value, at
         FROM experiments.fact JOIN experiments.metric ON id = metric_id WHERE unit = $1 ORDER BY at`,
      [unit(userId)],
    ),
    db.raw('SELECT key, title, created_at FROM experiments.experiment WHERE owner_id = $1 ORDER BY id', [userId]),
  ])
  return exposures.length + facts.length + owned.length === 0 ? null : { exposures, facts, owned }
}

/** Results that were computed hold no units, and stay. */
export async function eraseUnit(tx: Tx, { unit }: Pseudonyms, userId: Id<'user'>): Promise<void> {
  await tx.raw('DELETE FROM experiments.exposure WHERE unit = $1', [unit(userId)])
  await tx.raw('DELETE FROM experiments.fact WHERE unit = $1', [unit(userId)])
}
