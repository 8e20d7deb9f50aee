import type { ReactElement } from 'react'
import { TextLink } from '../shell/text-link.tsx'

/** To the page of a flag. */
export function FlagLink({ flag }: { flag: string }): ReactElement {
  return (
    <TextLink to="/flags/$key" params={{ key: flag }}>
      {flag}
    </TextLink>
  )
}
