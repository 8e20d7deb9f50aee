import { Type } from 'typebox'
import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { object } from '../../kernel/http/schema.ts'
import { type Id, newId } from '../../kernel/id.ts'
import { recipient } from '../../kernel/mail/address.ts'
import { mailTemplate } from '../../kernel/mail/template.ts'
import { beginChange, type Changer } from './changes.ts'
import { countFactors } from './enrolled.ts'
import type { Asked, Reader } from './kind.ts'
import type { FactorPerson, FactorsParts } from './parts.ts'
import { factorsProblem } from './problems.ts'
import { type CodeOwner, challengeFlow, enrolmentFlow, sendCode } from './sent-codes.ts'
import type { FactorsTables } from './tables.ts'

export const emailCodeMail = mailTemplate({
  name: 'factors.code',
  purpose: 'essential',
  data: object({ product: Type.String(), name: Type.String(), code: Type.String() }),
  sample: { product: 'Plinth', name: 'Ada', code: '493027' },
  render: ({ product, name, code }) => ({
    subject: `Your code for ${product}`,
    blocks: [
      { kind: 'paragraph', text: `Hello ${name}, this is your code. It works once, for ten minutes.` },
      { kind: 'code', code },
      {
        kind: 'paragraph',
        text: `Nobody of ${product} ever asks for it. If you did not try to sign in, somebody knows your password: choose a new one.`,
      },
    ],
  }),
})

/** Sends a code to the account's address, by which codes there become a factor. Throws factors/too-many when they are one, http/assurance-too-low. */
export async function startEmail(parts: FactorsParts, tx: Tx, changer: Changer): Promise<Id<'factor'>> {
  const { userId, person } = changer
  await beginChange(parts, tx, changer)
  if ((await countFactors(tx, 'email', userId)) > 0) throw factorsProblem('too-many')
  const query = tx.query<FactorsTables>()
  const waiting = await query.selectFrom('factors.email').select('id').where('user_id', '=', userId).executeTakeFirst()
  // The same row again: its tries go on, so that starting anew buys a guesser nothing.
  const id = waiting?.id ?? newId<'factor'>()
  if (waiting === undefined) {
    const row = { id, user_id: userId, created_at: now(), confirmed_at: null, last_used_at: null }
    await query.insertInto('factors.email').values(row).execute()
  }
  await mailCode(parts, tx, { method: 'email', userId, flow: enrolmentFlow(id) }, person)
  return id
}

/** The confirmed rows of the person: one or none. */
export function confirmedEmails(reader: Reader, userId: Id<'user'>) {
  return reader
    .query<FactorsTables>()
    .selectFrom('factors.email')
    .select(['id', 'created_at', 'last_used_at'])
    .where('user_id', '=', userId)
    .where('confirmed_at', 'is not', null)
    .execute()
}

/** Sends a code for a challenge to the account's address. */
export async function mailForChallenge(parts: FactorsParts, tx: Tx, { userId, challengeId }: Asked): Promise<void> {
  const person = (await parts.above().userSummaries([userId], tx)).get(userId)
  if (person === undefined) return
  await mailCode(parts, tx, { method: 'email', userId, flow: challengeFlow(challengeId) }, person)
}

function mailCode(parts: FactorsParts, tx: Tx, owner: CodeOwner, person: FactorPerson): Promise<void> {
  const to = recipient(person)
  return sendCode(parts, tx, owner, async (code) => {
    await parts.mailer.send(tx, to, emailCodeMail, { product: parts.config.productName, name: person.name, code })
    return true
  })
}
