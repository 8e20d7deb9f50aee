import type { ReactElement } from 'react'
import { TextLink } from '../shell/text-link.tsx'
import styles from './flag-sections.module.css'

const sections = [
  { to: '/flags', label: 'Flags' },
  { to: '/flags/changes', label: 'Changes' },
  { to: '/flags/segments', label: 'Segments' },
  { to: '/flags/environments', label: 'Environments' },
  { to: '/flags/transfer', label: 'Import and export' },
] as const

/** The lists that flags are made and kept by. */
export function FlagSections(): ReactElement {
  return (
    <nav aria-label="Flags" className={styles.sections}>
      <ul>
        {sections.map(({ to, label }) => (
          <li key={to}>
            <TextLink to={to} underline="never" activeOptions={{ exact: true, includeSearch: false }}>
              {label}
            </TextLink>
          </li>
        ))}
      </ul>
    </nav>
  )
}
