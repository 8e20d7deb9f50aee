import { Stack } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'
import { Facts } from '../../../shell/facts.tsx'
import { Row } from '../../../shell/rows.tsx'
import { StateBadge } from '../../../shell/state-badge.tsx'
import type { ReportedResult } from '../types.ts'
import { statusWords } from './recon-words.ts'

interface SidesProps {
  readonly title: ReactNode
  readonly when: ReactNode
  readonly theirs: ReactNode
  readonly ours: ReactNode
  readonly difference: ReactNode
  readonly status: ReportedResult['status']
  /** Where the broker's word is from. */
  readonly from: ReactNode
  /** Why it differs, or is left as it is. */
  readonly words: string | null
  readonly children?: ReactNode
}

/** What the broker says beside what we computed. */
export function Sides({
  title,
  when,
  theirs,
  ours,
  difference,
  status,
  from,
  words,
  children,
}: SidesProps): ReactElement {
  const { label, tone } = statusWords[status]
  return (
    <Row
      title={title}
      detail={
        <>
          {when}
          <Facts
            facts={[
              ['The broker says', theirs],
              ['It says so in', from],
              ['We computed', ours],
              ['Difference', status === 'equal' ? null : difference],
              [status === 'resolved' ? 'Left, because' : 'Why', words],
            ]}
          />
          <Stack gap="xs" mt="xs">
            {children}
          </Stack>
        </>
      }
      aside={<StateBadge tone={tone}>{label}</StateBadge>}
    />
  )
}
