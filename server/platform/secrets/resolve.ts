import { type Secret, secret } from '../../kernel/config/secret.ts'
import type { Reader } from '../../kernel/vault/vault-keys.ts'
import { secretsProblem } from './problems.ts'
import type { SecretProvider } from './provider.ts'
import { fieldOf, parseReference } from './reference.ts'

/** Where references are looked up: `secret:` by the chosen provider, others by the one they name, and by no other when it fails. */
export interface Providers {
  readonly chosen: SecretProvider
  readonly all: readonly SecretProvider[]
}

/** What a reference stands for. Throws secrets/bad-reference, secrets/not-found, secrets/no-field, secrets/unreadable. */
export async function resolveReference({ chosen, all }: Providers, text: string, reader?: Reader): Promise<Secret> {
  const { provider: name, path, field, wanted } = parseReference(text)
  const provider = name === 'secret' ? chosen : all.find((one) => one.name === name)
  if (provider === undefined) throw secretsProblem('bad-reference', { params: { provider: name } })
  const found = await provider.get(path, wanted, reader)
  if (found === null) throw secretsProblem('not-found', { params: { path } })
  return field === null ? found.value : secret(fieldOf(found.value.reveal(), field))
}
