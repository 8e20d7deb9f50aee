import type { ReactElement } from 'react'
import { StateBadge } from '../../../shell/state-badge.tsx'
import type { Playbook } from '../types.ts'

export function StatusBadge({ status }: Pick<Playbook, 'status'>): ReactElement {
  return status === 'active' ? (
    <StateBadge tone="positive">Active</StateBadge>
  ) : (
    <StateBadge tone="quiet">Archived</StateBadge>
  )
}
