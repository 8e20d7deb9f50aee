import { Button } from '@mantine/core'
import { Link, Outlet, useRouteContext } from '@tanstack/react-router'
import { type ReactElement, useEffect, useState } from 'react'
import { Impersonating } from '../identity/impersonating.tsx'
import { useMe } from '../identity/me.ts'
import { AccountCorner } from './account-corner.tsx'
import styles from './layout.module.css'
import type { MenuSection } from './menu.ts'
import { Navigation } from './navigation.tsx'
import { Notice } from './notice.tsx'

/** The frame around every page: skip link, menu, and what stays while pages change. */
export function Layout(): ReactElement {
  const { menu, Dock } = useRouteContext({ from: '__root__' })
  return (
    <>
      <a href="#main" className={styles.skip}>
        Skip to the content
      </a>
      <div className={styles.frame}>
        <Side menu={menu} />
        <main id="main" className={styles.main} tabIndex={-1}>
          <Impersonating />
          <Notice />
          <Outlet />
        </main>
      </div>
      <Dock />
    </>
  )
}

function Side({ menu }: { menu: readonly MenuSection[] }): ReactElement {
  const me = useMe()
  const [open, setOpen] = useState(false)
  useEffect(() => {
    const close = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') setOpen(false)
    }
    document.addEventListener('keydown', close)
    return () => document.removeEventListener('keydown', close)
  }, [])
  const close = (): void => setOpen(false)
  return (
    <header className={styles.side}>
      <div className={styles.top}>
        <Link to="/" className={styles.brand} onClick={close}>
          <Mark />
          Plinth
        </Link>
        <Button
          className={styles.menuButton ?? ''}
          variant="subtle"
          aria-expanded={open}
          aria-controls="menu"
          onClick={() => setOpen(!open)}
        >
          {open ? 'Close menu' : 'Menu'}
        </Button>
      </div>
      <div id="menu" className={styles.menu} data-open={open}>
        <Navigation me={me} menu={menu} onLeave={close} />
        <AccountCorner me={me} onLeave={close} />
      </div>
    </header>
  )
}

function Mark(): ReactElement {
  return (
    <svg viewBox="0 0 24 24" fill="currentColor" aria-hidden="true">
      <path d="M8 2h8v10H8zM5.5 14h13v2.5h-13zM3 18.5h18V22H3z" />
    </svg>
  )
}
