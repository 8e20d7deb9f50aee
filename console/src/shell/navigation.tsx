import { useQuery } from '@tanstack/react-query'
import { Link, useRouterState } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { Me } from '../api.ts'
import { may } from '../identity/me.ts'
import { installationQuery } from './installation.ts'
import type { MenuEntry, MenuSection } from './menu.ts'
import styles from './navigation.module.css'

interface NavigationProps {
  readonly me: Me | null | undefined
  readonly menu: readonly MenuSection[]
  readonly onLeave: () => void
}

/** The menu holds what this person may do, and nothing else. */
export function Navigation({ me, menu, onLeave }: NavigationProps): ReactElement {
  const { data: { products } = { products: [] } } = useQuery(installationQuery)
  const shown = menu
    .map(({ title, entries }) => ({
      title,
      entries: entries.filter((entry) => isInstalled(entry, products) && isOpen(entry, me)),
    }))
    .filter(({ entries }) => entries.length > 0)
  const path = useRouterState({ select: ({ location }) => location.pathname })
  const entryShown = shown
    .flatMap(({ entries }) => entries)
    .filter(({ to }) => path === to || path.startsWith(`${to}/`))
  const [deepest] = entryShown.toSorted((one, other) => other.to.length - one.to.length)
  return (
    <nav aria-label="Main" className={styles.navigation}>
      <EntryLink entry={{ to: '/', label: 'Start here' }} exact onLeave={onLeave} />
      {shown.map(({ title, entries }) => (
        <div key={title}>
          <p className={styles.title} id={`nav-${title}`}>
            {title}
          </p>
          <ul aria-labelledby={`nav-${title}`}>
            {entries.map((entry) => (
              <li key={entry.to}>
                <EntryLink entry={entry} exact={entry !== deepest} onLeave={onLeave} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}

function isInstalled({ product }: MenuEntry, products: readonly string[]): boolean {
  return product === undefined || products.includes(product)
}

function isOpen({ needs }: MenuEntry, me: Me | null | undefined): boolean {
  if (needs === undefined) return true
  return needs === 'session' ? me !== null && me !== undefined : may(me, needs)
}

interface EntryLinkProps {
  readonly entry: MenuEntry
  /** Counts as the current one on its own page alone, not on those below it. */
  readonly exact: boolean
  readonly onLeave: () => void
}

function EntryLink({ entry, exact, onLeave }: EntryLinkProps): ReactElement {
  const { Badge } = entry
  return (
    <Link to={entry.to} className={styles.link} activeOptions={{ exact }} onClick={onLeave}>
      {entry.label}
      {Badge !== undefined && <Badge />}
    </Link>
  )
}
