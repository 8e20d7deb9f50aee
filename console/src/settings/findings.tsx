import type { ReactElement } from 'react'
import type { Setting } from '../api.ts'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { severityWords } from './words.ts'

interface FindingsProps {
  readonly label: string
  readonly findings: readonly {
    readonly subject: string
    readonly severity: Setting['findings'][number]['severity']
    readonly message: string
  }[]
}

/** What is to be said of settings and variables, the gravest first; nothing where there is nothing. */
export function Findings({ label, findings }: FindingsProps): ReactElement | null {
  if (findings.length === 0) return null
  return (
    <Rows label={label}>
      {findings.map(({ subject, severity, message }) => (
        <Row
          key={`${subject} ${message}`}
          title={subject}
          detail={message}
          aside={<StateBadge tone={severityWords[severity].tone}>{severityWords[severity].label}</StateBadge>}
        />
      ))}
    </Rows>
  )
}
