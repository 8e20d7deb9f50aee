import { Type } from 'typebox'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { type Call, type Route, route } from '../../kernel/http/route.ts'
import { namedObject, nullable, object, oneOf } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import type { MailDesk } from '../../kernel/mail/mail.ts'

export interface OwnMailDeps {
  readonly db: Db
  readonly mail: MailDesk
  /** Addresses of people are proven. */
  people(
    ids: readonly Id<'user'>[],
    reader?: Db | Tx,
  ): Promise<ReadonlyMap<string, { readonly email: string; readonly locale: string | null }>>
}

const path = '/api/mail/subscriptions'

const subscriptions = namedObject('OwnSubscriptions', {
  items: Type.Array(
    object({
      name: Type.String(),
      title: Type.String({ description: 'In the language of the account where there is one, else in English' }),
      state: oneOf(['on', 'ended', 'stopped']),
      reason: nullable(oneOf(['bounce', 'complaint', 'unsubscribe'])),
      askedAt: nullable(
        Type.String({ description: 'Page of the console where it is asked for; null: it comes unasked' }),
      ),
    }),
  ),
})

/** What of the mail to somebody they may end, and have again. */
export function ownMailRoutes(deps: OwnMailDeps): Route[] {
  return [listRoute(deps), saveRoute(deps)]
}

async function subscriber({ people }: OwnMailDeps, source: Db | Tx, { userId, permissions }: OwnActor) {
  const person = (await people([userId], source)).get(userId)
  if (person === undefined) throw new TypeError('who is signed in has an account')
  return { address: person.email, locale: person.locale ?? undefined, permissions }
}

type OwnActor = Extract<Call['actor'], { kind: 'user' }>

function own({ actor }: Pick<Call, 'actor'>): OwnActor {
  if (actor.kind !== 'user') throw new TypeError('the policy lets people in only')
  return actor
}

function listRoute(deps: OwnMailDeps): Route {
  return route(
    {
      id: 'mail.listOwnSubscriptions',
      method: 'GET',
      path,
      summary: 'Every kind of mail that one may unsubscribe from, and whether it comes to the address of the account.',
      policy: { access: 'signed-in', rate: 'read' },
      schema: { response: { 200: subscriptions } },
    },
    async (call) => ({ items: await deps.mail.own.list(deps.db, await subscriber(deps, deps.db, own(call))) }),
  )
}

function saveRoute(deps: OwnMailDeps): Route {
  return route(
    {
      id: 'mail.saveOwnSubscription',
      method: 'PUT',
      path: `${path}/{name}`,
      summary: 'Ends one kind of mail to the address of the account, or has it again, however it was ended.',
      policy: { access: 'signed-in', rate: 'write' },
      schema: {
        params: object({ name: Type.String({ maxLength: 100 }) }),
        body: object({ wanted: Type.Boolean() }),
        response: { 200: subscriptions },
      },
      problems: ['mail/no-such-subscription'],
    },
    (call) =>
      call.transaction(async (tx) => {
        const wish = { name: call.params.name, wanted: call.body.wanted }
        return { items: await deps.mail.own.save(tx, await subscriber(deps, tx, own(call)), wish) }
      }),
  )
}
