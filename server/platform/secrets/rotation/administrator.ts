import { type Secret, secret } from '../../../kernel/config/secret.ts'
import { secretReference } from '../../settings/index.ts'
import type { StoreParts } from '../parts.ts'
import { fieldOf, parseReference } from '../reference.ts'
import { findVersion } from '../store/read.ts'
import { openValue } from '../store/sealing.ts'
import type { RotationPlan } from '../tables.ts'
import { badOption } from './options.ts'
import type { Turn } from './rotator.ts'

/** The option that names what accounts are changed with. */
export const administrator = secretReference({
  title: 'Administrator',
  description: 'Reference of the secret, a URL, by which the accounts are changed: `secret:databases/admin`',
})

/** Throws secrets/bad-options, secrets/bad-reference. */
export function checkAdministrator(plan: RotationPlan): void {
  const { provider } = parseReference(referenceIn(plan))
  if (provider !== 'secret' && provider !== 'database')
    throw badOption('administrator', 'names a secret that is kept here, beside the renewed one')
}

/** Where it stands, beside the renewed secret. */
export function administratorPath(plan: RotationPlan): string {
  return parseReference(referenceIn(plan)).path
}

/** What accounts are changed with, as it is now. */
export async function administratorOf(parts: StoreParts, { secret: renewed, plan }: Turn): Promise<Secret> {
  const { path, field, wanted } = parseReference(referenceIn(plan))
  const { scope, environment } = renewed
  const found = await findVersion(parts.db, { scope, environment, path }, wanted)
  if (found === null) throw new Error(`there is no secret ${path} to change the accounts with`)
  const value = await openValue(parts, parts.db, found, found.value)
  return field === null ? value : secret(fieldOf(value.reveal(), field))
}

function referenceIn({ options }: RotationPlan): string {
  return String(options.administrator)
}
