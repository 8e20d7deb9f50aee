import type { Db, Tx } from '../db/database.ts'
import { mailProblems } from './address.ts'
import { mailRecords } from './records.ts'
import { hashAddress, suppress } from './suppressions.ts'
import { type Subscription, titleFor } from './template.ts'
import type { Templates } from './templates.ts'

/** Whom a subscription is shown to: the address of the account, which is proven, and what they may do. */
export interface Subscriber {
  readonly address: string
  readonly locale?: string | undefined
  readonly permissions: ReadonlySet<string>
}

/** A kind of mail that one may unsubscribe from, as it stands for one person. */
export interface OwnSubscription {
  readonly name: string
  readonly title: string
  /** `stopped`: nothing but essential mail goes to the address, as `reason` says, and only an operator lets it go again. */
  readonly state: 'on' | 'ended' | 'stopped'
  readonly reason: 'bounce' | 'complaint' | 'unsubscribe' | null
  /** Where it is asked for, of what comes to those only who ask. */
  readonly askedAt: string | null
}

/** What a person gets by mail, and the way back to what they have ended. */
export interface OwnMail {
  list(reader: Pick<Db | Tx, 'raw'>, who: Subscriber): Promise<OwnSubscription[]>
  /** Throws mail/no-such-subscription. A bounce or complaint stands. */
  save(tx: Tx, who: Subscriber, wish: { readonly name: string; readonly wanted: boolean }): Promise<OwnSubscription[]>
}

/** Of all subscriptions that are declared: a unit cannot have one that is not here. */
export function createOwnMail(templates: Pick<Templates, 'subscriptions' | 'subscription'>): OwnMail {
  async function list(reader: Pick<Db | Tx, 'raw'>, who: Subscriber): Promise<OwnSubscription[]> {
    const entries = await reader.raw<Entry>(
      'SELECT scope, subscription, reason FROM kernel.mail_suppression WHERE address_hash = $1',
      [hashAddress(who.address)],
    )
    const isShown = ({ news, can }: Subscription): boolean =>
      can === undefined || who.permissions.has(can) || entries.some(({ subscription }) => subscription === news)
    return templates
      .subscriptions()
      .filter(isShown)
      .map((one) => ({
        ...{ name: one.news, title: titleFor(one, who.locale), askedAt: one.askedAt ?? null },
        ...standing(entries, one),
      }))
  }
  return {
    list,
    async save(tx, who, { name, wanted }) {
      if (templates.subscription(name) === null) throw mailProblems('no-such-subscription')
      const about = { address: who.address, subscription: name }
      await (wanted ? mailRecords.allowAgain(tx, about) : endSubscription(tx, about))
      return await list(tx, who)
    },
  }
}

interface Entry {
  readonly scope: 'all' | 'ordinary' | 'subscription'
  readonly subscription: string | null
  readonly reason: 'bounce' | 'complaint' | 'unsubscribe'
}

/** What stops all mail is told before what ends one kind of it. */
function standing(entries: readonly Entry[], { news }: Subscription): Pick<OwnSubscription, 'state' | 'reason'> {
  const stop = entries.find(({ scope }) => scope !== 'subscription')
  if (stop !== undefined) return { state: 'stopped', reason: stop.reason }
  const end = entries.find(({ subscription }) => subscription === news)
  return end === undefined ? { state: 'on', reason: null } : { state: 'ended', reason: end.reason }
}

/** Ends one kind of mail for an address, once; nothing else stops. */
export async function endSubscription(
  tx: Tx,
  { address, subscription }: { readonly address: string; readonly subscription: string },
): Promise<void> {
  await suppress(tx, {
    ...{ reason: 'unsubscribe', scope: 'subscription', subscription },
    ...{ addressHash: hashAddress(address), address, detail: null, mailId: null },
  })
}
