import { Type } from 'typebox'
import type { Db } from '../../../kernel/db/database.ts'
import { idOf } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { type Trader, withAllTrades } from '../trader.ts'
import { viewAdherence } from './adherence.ts'
import { type Judgement, judgeTrades, type TradeWindow } from './judged-trades.ts'
import { findPlaybook, versionsOf } from './playbooks.ts'
import { dayShape } from './shapes.ts'

export const adherencePath = '/api/trading/playbooks/{id}/adherence'
/** Which trades of the playbook, in a query. */
export const adherenceWindow = {
  accountId: Type.Optional(idOf('trading-account')),
  from: Type.Optional(dayShape),
  to: Type.Optional(dayShape),
}

interface Own {
  readonly trader: Trader
  readonly id: Id<'playbook'>
}

/** The trades of a trader's playbook, judged. Throws trading/playbook-not-found, trading/account-not-found. */
export async function judgeOwn(db: Db, { trader, id: asked }: Own, window: TradeWindow): Promise<Judgement[]> {
  const { id } = await findPlaybook(db, { ownerId: trader.id, id: asked })
  return await judgeTrades(db, { trader, playbookId: id }, await versionsOf(db, id), window)
}

/** What judged trades say of the playbook, and how many the plan hides. */
export async function tellAdherence(
  db: Db,
  { trader, id }: Own,
  { judged, window }: { readonly judged: readonly Judgement[]; readonly window: TradeWindow },
) {
  const all = async () => judgeOwn(db, { trader: withAllTrades(trader.id), id }, window)
  const hiddenByPlan = trader.shownAMonth === null ? 0 : (await all()).length - judged.length
  return { ...viewAdherence(judged), hiddenByPlan }
}
