import { Anchor } from '@mantine/core'
import type { ReactElement } from 'react'

/** To the page of a flag. */
export function FlagLink({ flag }: { flag: string }): ReactElement {
  return (
    <Anchor underline="always" href={`/flags/${encodeURIComponent(flag)}`}>
      {flag}
    </Anchor>
  )
}
