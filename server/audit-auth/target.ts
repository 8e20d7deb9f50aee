import type { Nodes } from './client.ts'
import type { SigningKey } from './jwt.ts'
import type { Mailbox } from './mailbox.ts'
import type { EvilProvider, Passkey } from './props.ts'

/** What the instance under attack gives us to work with; absent parts leave the cases out that need them. */
export interface Target {
  readonly nodes: Nodes
  readonly mailbox: Mailbox
  readonly administrator: { readonly email: string; readonly password: string } | null
  /** Operations of the instance, `POST /api/...`. */
  readonly operations: ReadonlySet<string>
  readonly query: ((text: string, values?: readonly unknown[]) => Promise<Record<string, unknown>[]>) | null
  readonly output: (() => string) | null
  /** The active key first. */
  readonly signingKeys: readonly SigningKey[]
  /** True when the instance believes X-Forwarded-For of ours. */
  readonly forwarded: boolean
  readonly provider: EvilProvider | null
  readonly makePasskey: () => Passkey
  /** Everything is tried, not a sample of it: takes minutes. */
  readonly thorough: boolean
}
