import type { Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import { recipient } from '../../../kernel/mail/address.ts'
import { changeDecidedMail, staleFlagsMail } from '../mails.ts'
import type { FlagsDeps } from '../parts.ts'
import type { ChangeRow } from '../tables.ts'

type LetterDeps = Pick<FlagsDeps, 'account' | 'mailer' | 'publicUrl' | 'productName'>

const OUTCOMES = {
  applied: 'was applied',
  failed: 'could not be applied',
  rejected: 'was rejected',
  cancelled: 'was cancelled',
} as const

interface Outcome {
  readonly state: keyof typeof OUTCOMES
  readonly why: string
}

export async function tellProposer(
  deps: LetterDeps,
  tx: Tx,
  change: ChangeRow,
  { state, why }: Outcome,
): Promise<void> {
  const { account, mailer, publicUrl, productName: product } = deps
  const proposer = await account(change.proposed_by)
  if (proposer === null) return
  const { kind, target, environment } = change
  const what = `${kind === 'segment' ? 'segment' : 'flag'} ${target}${environment === null ? '' : ` in ${environment}`}`
  await mailer.send(tx, recipient(proposer), changeDecidedMail, {
    ...{ product, name: proposer.name, what, outcome: OUTCOMES[state], why },
    url: new URL(`/flags/changes/${change.id}`, publicUrl).href,
  })
}

export async function tellOwner(
  deps: LetterDeps,
  tx: Tx,
  ownerId: Id<'user'>,
  flags: readonly string[],
): Promise<void> {
  const { account, mailer, publicUrl, productName: product } = deps
  const owner = await account(ownerId)
  if (owner === null) return
  const url = new URL('/flags?stale=true', publicUrl).href
  await mailer.send(tx, recipient(owner), staleFlagsMail, { product, name: owner.name, flags: [...flags], url })
}
