import { parseMailbox } from '../../kernel/mail/address.ts'
import { Problem } from '../../kernel/problem.ts'
import { identityProblem } from './problems.ts'

export interface EmailAddress {
  /** As written, domain in ASCII: where mail goes. */
  readonly written: string
  /** Lower case: the key of the account. */
  readonly canonical: string
}

/**
 * Reads an address that mail can be sent to; `name` is checked along with it, since it will stand beside it in every mail. Throws
 * identity/bad-email, also for characters that cannot be seen: two addresses must not look the same.
 */
export function parseEmail(input: string, name: string | null = null): EmailAddress {
  try {
    const { address } = parseMailbox({ name, address: input.trim() })
    return { written: address, canonical: address.toLowerCase() }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    throw identityProblem('bad-email', {
      ...(error.detail === undefined ? {} : { detail: error.detail }),
      cause: error,
    })
  }
}
