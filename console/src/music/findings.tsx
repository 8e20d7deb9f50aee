import type { ReactElement } from 'react'
import type { Submission } from '../api.ts'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'

/** The validation report, errors before warnings. */
export function Findings({ findings }: { findings: Submission['findings'] }): ReactElement {
  const ordered = [...findings].sort((one, other) => one.severity.localeCompare(other.severity))
  return (
    <Rows label="Findings">
      {ordered.map(({ code, path, message, severity }) => (
        <Row
          key={`${code} ${path}`}
          title={message}
          detail={code}
          aside={
            <StateBadge tone={severity === 'error' ? 'negative' : 'caution'}>
              {severity === 'error' ? 'Must be mended' : 'Worth a look'}
            </StateBadge>
          }
        />
      ))}
    </Rows>
  )
}
