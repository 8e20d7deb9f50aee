import { Type } from 'typebox'
import type { Tx } from '../../kernel/db/database.ts'
import { idOf, nullable, object } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { enqueue, job } from '../../kernel/jobs/job.ts'
import type { Trier } from './attempts.ts'
import { unlockMail } from './credential-mails.ts'
import { sendLink, unlockPage } from './letters.ts'
import { issueOneTime } from './one-time.ts'
import type { Parts } from './parts.ts'
import { findPerson } from './people.ts'

const UNLOCK_SECONDS = 60 * 60

/** Tells the owner of a lock. Written for addresses without an account too, so that a lock costs the same there. */
export function unlockJob(parts: Parts) {
  return job({
    name: 'identity.send-unlock',
    description: 'Mails the owner of an account that was locked a link to unlock it.',
    data: object({ userId: nullable(idOf('user')), lockKey: Type.String() }),
    attempts: 5,
    backoffSeconds: 5,
    deadlineSeconds: 30,
    idempotentBy: 'the mail and its secret are written once per job',
    async handle({ once }, { userId, lockKey }) {
      if (userId !== null) await once((tx) => sendUnlock(parts, tx, userId, lockKey))
    },
  })
}

/** Queues the mail about a lock that `trier` has just met. */
export function enqueueUnlockLetter(
  parts: Parts,
  tx: Tx,
  { userId, trier }: { userId: Id<'user'> | null; trier: Trier },
): Promise<void> {
  return enqueue(tx, unlockJob(parts), { userId, lockKey: parts.attempts.lockKey(trier).toString('hex') })
}

async function sendUnlock(parts: Parts, tx: Tx, userId: Id<'user'>, lockKey: string): Promise<void> {
  const person = await findPerson(tx, userId)
  if (person === undefined || person.disabled_at !== null || person.erased_at !== null) return
  if (!(await parts.attempts.takeMail('unlock', person.email_canonical))) return
  const secret = await issueOneTime(tx, {
    purpose: 'unlock',
    subject: userId,
    payload: { lockKey },
    lifetimeSeconds: UNLOCK_SECONDS,
  })
  await sendLink(parts, tx, person, { template: unlockMail, path: unlockPage(secret) })
}
