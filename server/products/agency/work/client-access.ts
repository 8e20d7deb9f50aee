import type { Call } from '../../../kernel/http/route.ts'
import type { Reader } from '../caller.ts'
import { clientOfUser } from '../clients.ts'
import { guestToken, openGuestToken } from '../guest-access.ts'
import { workProblem } from './problems.ts'
import { type ClientAccess, findAsClient } from './request-reads.ts'
import type { RequestActor } from './requests.ts'
import type { RequestRow } from './tables.ts'

type Caller = Pick<Call, 'principal' | 'request'>

/**
 * The request that the caller may see as its client: by session, or as a guest by the secret of a mail in X-Guest-Token. A reference with an
 * e-mail address opens nothing. Throws agency/request-not-found.
 */
export async function ownRequest(
  source: Reader,
  call: Caller,
  reference: string,
): Promise<{ readonly request: RequestRow; readonly actor: RequestActor }> {
  const access = await accessOf(source, call)
  if (access === null) throw workProblem('request-not-found')
  const userId = call.principal?.actor.userId ?? null
  return { request: await findAsClient(source, reference, access), actor: { kind: 'client', userId } }
}

/** A secret that is shown counts before the session: who follows a mailed link means what it opens. */
async function accessOf(source: Reader, call: Caller): Promise<ClientAccess | null> {
  const secret = guestToken(call)
  const opened = secret === null ? undefined : await openGuestToken(source, secret)
  if (opened?.request_id != null) return { requestId: opened.request_id }
  const userId = call.principal?.actor.userId
  const client = userId === undefined ? undefined : await clientOfUser(source, userId)
  return client === undefined ? null : { clientId: client.id }
}
