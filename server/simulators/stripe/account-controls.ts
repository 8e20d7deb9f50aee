import type { Control } from '../http.ts'
import type { Account } from './account.ts'
import { payOut } from './balance.ts'
import { decideDispute, openDispute } from './disputes.ts'
import { answerChallenge } from './payment-intents.ts'
import { advanceRefunds, failRefund } from './refunds.ts'

/** What happens at Stripe without the business asking for it. */
export function accountControls(account: Account): Control {
  return {
    /** `{"id", "proven"}`: the payer answers the bank. */
    challenge: ({ id, proven }) => answerChallenge(account, of(account.intents, id), proven !== false),
    /** Refunds that wait go through, and those that are to come back do. */
    advance: () => ({ refunds: advanceRefunds(account) }),
    'fail-refund': ({ id }) => failRefund(account, of(account.refunds, id)),
    /** `{"id"}` of a charge or PaymentIntent. */
    dispute: ({ id, reason }) => {
      const charge = account.intents.get(String(id))?.latest_charge ?? id
      return openDispute(account, of(account.charges, charge), String(reason ?? 'general'))
    },
    'decide-dispute': ({ id, outcome }) => {
      if (outcome !== 'won' && outcome !== 'lost') throw new RangeError('the outcome is won or lost')
      return decideDispute(account, of(account.disputes, id), outcome)
    },
    /** `{"currency"}`: all that is due, as on every day. */
    payout: ({ currency }) => payOut(account, String(currency)),
    /** `{"type"}`: an event about something else. */
    event: ({ type, object }) => account.emit(String(type), (object ?? { object: 'unknown' }) as object),
  }
}

function of<Item>(kept: ReadonlyMap<string, Item>, id: unknown): Item {
  const item = kept.get(String(id))
  if (item === undefined) throw new RangeError(`there is no ${String(id)}`)
  return item
}
