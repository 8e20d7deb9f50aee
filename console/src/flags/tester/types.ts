import type { Context, Explanation, Rule, Serve } from '@plinth/sdk/flags'
import type { api } from '../../api.ts'

export type Flag = Awaited<ReturnType<typeof api.flags.get>>

interface Standing {
  readonly rules: readonly Rule[]
  readonly fallthrough: Serve
}

/** What a flag serves somewhere; the contract leaves the form of rules to the engine. */
export function standingIn(flag: Flag, environment: string): Standing {
  const found = flag.environments.find((one) => one.environment === environment)
  return { rules: [], fallthrough: null, ...(found as Partial<Standing> | undefined) }
}

/** What was asked, and the answer to it. */
export interface Asked {
  readonly environment: string
  readonly context: Context
  readonly explanation: Explanation
}
