import { Type } from 'typebox'
import type { Tx } from '../../kernel/db/database.ts'
import { idOf, nullable, object } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { enqueue, job } from '../../kernel/jobs/job.ts'
import { FORGOT_PAGE, sendLink } from './letters.ts'
import { mailMagicLink, mailReset, mailVerification } from './mailed-links.ts'
import { accountExistsMail } from './mails.ts'
import type { Parts } from './parts.ts'
import { type Person, people } from './people.ts'

type Letter = 'reset' | 'magic-link' | 'verify' | 'account-exists'

export interface AskedLetter {
  readonly letter: Letter
  /** A path of the console that a link to sign in leads on to. */
  readonly returnTo?: string | null
}

type Writer = (parts: Parts, tx: Tx, person: Person, returnTo: string | null) => Promise<void>

const LETTERS: Record<Letter, Writer> = {
  reset: async (parts, tx, person) => {
    if (person.disabled_at === null) await mailReset(parts, tx, person)
  },
  'magic-link': async (parts, tx, person, returnTo) => {
    if (person.disabled_at === null) await mailMagicLink(parts, tx, person, returnTo)
  },
  verify: async (parts, tx, person) => {
    if (person.email_verified_at === null) await mailVerification(parts, tx, person)
  },
  'account-exists': (parts, tx, person) =>
    sendLink(parts, tx, person, { template: accountExistsMail, path: FORGOT_PAGE }),
}

/**
 * Writes a letter that a stranger may ask for. Queued for addresses without an account too and decided here, so that asking takes the
 * same work, and the same time, whoever the address belongs to.
 */
export function askedLetterJob(parts: Parts) {
  return job({
    name: 'identity.send-asked-letter',
    description: 'Mails the link or the notice that was asked for at an address, if somebody is there to get it.',
    data: object({
      letter: Type.Enum(['reset', 'magic-link', 'verify', 'account-exists']),
      userId: nullable(idOf('user')),
      epoch: Type.Integer(),
      returnTo: Type.Optional(nullable(Type.String())),
    }),
    attempts: 5,
    backoffSeconds: 5,
    deadlineSeconds: 30,
    idempotentBy: 'the mail and its secret are written once per job',
    async handle({ once }, { letter, userId, epoch, returnTo = null }) {
      if (userId === null) return
      await once(async (tx) => {
        // What ended the person's pending links since then ends this one too; what is about to is waited for, or ends it after.
        const person = await people(tx).where('id', '=', userId).forNoKeyUpdate().executeTakeFirst()
        if (person?.epoch === epoch && person.erased_at === null) await LETTERS[letter](parts, tx, person, returnTo)
      })
    },
  })
}

/** Queues a letter to whoever has the address; `person` may be nobody. */
export function enqueueAskedLetter(
  parts: Parts,
  tx: Tx,
  { letter, returnTo = null }: AskedLetter,
  person: { readonly id: Id<'user'>; readonly epoch: number } | undefined,
): Promise<void> {
  return enqueue(tx, askedLetterJob(parts), { letter, userId: person?.id ?? null, epoch: person?.epoch ?? 0, returnTo })
}
