import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { type Id, newId } from '../../kernel/id.ts'
import { languageFor } from '../../kernel/mail/template.ts'
import { type PhoneNumber, parsePhoneNumber } from '../../kernel/sms/phone-number.ts'
import type { SealedColumn } from '../../kernel/vault/vault.ts'
import { beginChange, type Changer } from './changes.ts'
import type { Asked, Reader } from './kind.ts'
import type { FactorsParts } from './parts.ts'
import { CODE_SECONDS, type CodeOwner, challengeFlow, enrolmentFlow, sendCode } from './sent-codes.ts'
import type { FactorsTables } from './tables.ts'

/** Numbers at rest. */
export const NUMBERS: SealedColumn = {
  ...{ table: 'factors.phone', column: 'number' },
  place: { scope: 'installation', column: 'factors.phone.number' },
}

/** Takes a number and sends it a code; a former one that still waits dies. Throws sms/country-refused, sms/not-set-up, http/assurance-too-low. */
export async function startPhone(
  parts: FactorsParts,
  tx: Tx,
  changer: Changer,
  number: PhoneNumber,
): Promise<Id<'factor'>> {
  const { userId } = changer
  await beginChange(parts, tx, changer)
  const query = tx.query<FactorsTables>()
  await query.deleteFrom('factors.phone').where('user_id', '=', userId).where('confirmed_at', 'is', null).execute()
  const id = newId<'factor'>()
  const sealed = await parts.vault.seal(tx, { ...NUMBERS.place, id }, number.e164)
  const row = { id, user_id: userId, number: sealed, created_at: now(), confirmed_at: null, last_used_at: null }
  await query.insertInto('factors.phone').values(row).execute()
  await sendTo(parts, tx, { method: 'sms', userId, flow: enrolmentFlow(id) }, number)
  return id
}

export interface Phone {
  readonly id: Id<'factor'>
  readonly number: PhoneNumber
  readonly createdAt: Date
  readonly lastUsedAt: Date | null
}

/** The confirmed number of the person, if any. */
export async function confirmedPhone(parts: FactorsParts, reader: Reader, userId: Id<'user'>): Promise<Phone | null> {
  const row = await reader
    .query<FactorsTables>()
    .selectFrom('factors.phone')
    .select(['id', 'number', 'created_at', 'last_used_at'])
    .where('user_id', '=', userId)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst()
  if (row === undefined) return null
  const number = parsePhoneNumber(await parts.vault.open(reader, { ...NUMBERS.place, id: row.id }, row.number))
  return { id: row.id, number, createdAt: row.created_at, lastUsedAt: row.last_used_at }
}

/** Sends a code for a challenge to the confirmed number. */
export async function sendForChallenge(parts: FactorsParts, tx: Tx, { userId, challengeId }: Asked): Promise<void> {
  const phone = await confirmedPhone(parts, tx, userId)
  if (phone === null) return
  await sendTo(parts, tx, { method: 'sms', userId, flow: challengeFlow(challengeId) }, phone.number)
}

type Words = (code: string, product: string) => string

const codeWords: { readonly render: Words; readonly translations: Readonly<Record<string, Words>> } = {
  render: (code, product) => `${code} is your code for ${product}. Nobody of ${product} ever asks for it.`,
  translations: {
    de: (code, product) => `${code} ist Ihr Code für ${product}. Niemand von ${product} fragt je danach.`,
  },
}

/** The last line binds the code to this site, so that telephones fill it in nowhere else (WICG, origin-bound one-time codes). */
async function sendTo(parts: FactorsParts, tx: Tx, owner: CodeOwner, to: PhoneNumber): Promise<void> {
  const { productName, publicUrl } = parts.config
  parts.sms.assertAccepts(to)
  const person = (await parts.above().userSummaries([owner.userId], tx)).get(owner.userId)
  const words = codeWords.translations[languageFor(codeWords, person?.locale ?? undefined)] ?? codeWords.render
  await sendCode(parts, tx, owner, (code) =>
    parts.sms.send(tx, to, {
      purpose: 'factors.code',
      text: `${words(code, productName)}\n\n@${publicUrl.hostname} #${code}`,
      lifetimeSeconds: CODE_SECONDS,
    }),
  )
}
