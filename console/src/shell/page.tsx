import { useDocumentTitle } from '@mantine/hooks'
import { useRouterState } from '@tanstack/react-router'
import { type ReactElement, type ReactNode, useEffect, useRef } from 'react'
import styles from './page.module.css'

interface PageProps {
  readonly title: string
  readonly eyebrow?: ReactNode
  readonly lead?: ReactNode
  readonly actions?: ReactNode
  readonly width?: 'narrow' | 'reading' | 'wide'
  readonly children: ReactNode
}

/** The frame of every page: names the document, and takes the focus after a navigation so that it is announced. */
export function Page({ title, eyebrow, lead, actions, width = 'wide', children }: PageProps): ReactElement {
  useDocumentTitle(`${title} · Plinth`)
  const heading = useFocusAfterNavigation()
  return (
    <div className={[styles.page, width === 'wide' ? '' : styles[width]].join(' ')}>
      <header className={styles.head}>
        <div>
          {eyebrow !== undefined && <p className={styles.eyebrow}>{eyebrow}</p>}
          <h1 className={styles.title} ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {lead !== undefined && <p className={styles.lead}>{lead}</p>}
        </div>
        {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  )
}

let pathShown: string | undefined

/**
 * The first page of a visit leaves the focus where the browser put it: at the top, before the skip link. The resolved location
 * counts, for the other one changes while the page that is left still stands.
 */
function useFocusAfterNavigation() {
  const heading = useRef<HTMLHeadingElement>(null)
  const path = useRouterState({ select: ({ resolvedLocation }) => resolvedLocation?.pathname })
  useEffect(() => {
    if (path === undefined) return
    if (pathShown !== undefined && pathShown !== path) heading.current?.focus({ preventScroll: true })
    pathShown = path
  }, [path])
  return heading
}
