import { useRouter, useRouterState } from '@tanstack/react-router'
import { useEffect, useState } from 'react'

function secretIn(hash: string): string | null {
  return new URLSearchParams(hash).get('token')
}

/**
 * The secret of a mailed link. It stands in the fragment, which reaches no server and no log, leaves the address at once, so that nobody
 * passes it on with the address, and is kept by this tab until it is closed.
 */
export function useGuestSecret(): string | null {
  const router = useRouter()
  const { pathname, searchStr, hash } = useRouterState({ select: ({ location }) => location })
  const key = `plinth.link:${pathname}`
  const arrived = secretIn(hash)
  const [kept, setKept] = useState(() => arrived ?? sessionStorage.getItem(key))
  useEffect(() => {
    if (arrived === null) return
    sessionStorage.setItem(key, arrived)
    setKept(arrived)
    router.history.replace(`${pathname}${searchStr}`)
  }, [router, arrived, key, pathname, searchStr])
  return arrived ?? kept
}
