import { Type } from 'typebox'
import { now } from '../../kernel/clock.ts'
import { seal, unseal } from '../../kernel/crypto/seal.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { idOf, object } from '../../kernel/http/schema.ts'
import { enqueue, job } from '../../kernel/jobs/job.ts'
import { emailConfirmMail } from './credential-mails.ts'
import type { EmailAddress } from './email-address.ts'
import { emailConfirmPage, FORGOT_PAGE, sendLink } from './letters.ts'
import { accountExistsMail } from './mails.ts'
import { issueOneTime } from './one-time.ts'
import type { Parts } from './parts.ts'
import { findPerson, findPersonByEmail, isHeld, type Person } from './people.ts'

const CONFIRM_SECONDS = 60 * 60

/** Writes to the address somebody wants to change to; whether it is another's is looked up here, where it takes nobody's time. */
type AskedAddress = EmailAddress & { readonly askedAt?: string }

export function newAddressJob(parts: Parts) {
  return job({
    name: 'identity.mail-new-address',
    description: 'Mails the link that confirms a new address, or tells its owner that the address has an account.',
    data: object({ userId: idOf('user'), epoch: Type.Integer(), sealed: Type.String() }),
    attempts: 5,
    backoffSeconds: 5,
    deadlineSeconds: 30,
    idempotentBy: 'the mail and its secret are written once per job',
    async handle({ once }, { userId, epoch, sealed }) {
      const email: AskedAddress = JSON.parse(unseal(parts.config.encryptionKeys, userId, Buffer.from(sealed, 'base64')))
      await once(async (tx) => {
        const person = await findPerson(tx, userId)
        if (person?.epoch === epoch) await mailNewAddress(parts, tx, person, email)
      })
    },
  })
}

/** The address is sealed: jobs are kept for a while after they ran. When it was asked for goes with it, for jobs may run later. */
export function enqueueNewAddress(parts: Parts, tx: Tx, person: Person, email: EmailAddress): Promise<void> {
  const text = JSON.stringify({ written: email.written, canonical: email.canonical, askedAt: now() })
  const sealed = seal(parts.config.encryptionKeys, person.id, text).toString('base64')
  return enqueue(tx, newAddressJob(parts), { userId: person.id, epoch: person.epoch, sealed })
}

async function mailNewAddress(parts: Parts, tx: Tx, person: Person, email: AskedAddress): Promise<void> {
  const holder = await findPersonByEmail(tx, email.canonical)
  if (holder !== undefined && holder.id !== person.id)
    return sendLink(parts, tx, holder, { template: accountExistsMail, path: FORGOT_PAGE })
  if (await isHeld(tx, email.canonical, person.id)) return
  const secret = await issueOneTime(tx, {
    purpose: 'email-change',
    subject: person.id,
    payload: { ...email, from: person.email_canonical, epoch: person.epoch },
    lifetimeSeconds: CONFIRM_SECONDS,
  })
  const to = { email: email.written, name: person.name, locale: person.locale }
  await sendLink(parts, tx, to, { template: emailConfirmMail, path: emailConfirmPage(secret) })
}
