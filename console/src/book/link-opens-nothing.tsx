import type { ReactElement } from 'react'
import { ProblemError } from '../api.ts'
import { Empty } from '../shell/empty.tsx'
import { TextLink } from '../shell/text-link.tsx'

/** A wrong link, one that has lapsed, and another's are not told apart. */
export function LinkOpensNothing({ what }: { what: 'booking' | 'invoice' }): ReactElement {
  return (
    <Empty
      title={`This link opens no ${what}`}
      hint="Open the newest one in your mail; its address is long and has to be whole. What belongs to your account opens once you are signed in."
      action={<TextLink to="/login">Sign in</TextLink>}
    />
  )
}

export function isClosed(error: unknown, code: string): boolean {
  return error instanceof ProblemError && error.code === code
}
