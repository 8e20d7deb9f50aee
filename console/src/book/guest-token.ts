import { useLocation } from '@tanstack/react-router'
import { useEffect } from 'react'

const keyOf = (id: string): string => `guest-token:${id}`

/**
 * What opens a booking or an invoice without signing in. A link carries it behind the #, which no server is sent; this tab keeps it
 * for the way back from a payment provider, whose pages are not told of it.
 */
export function useGuestToken(id: string): string | null {
  const given = useLocation({ select: ({ hash }) => new URLSearchParams(hash.replace(/^#/, '')).get('token') })
  useEffect(() => {
    if (given !== null) keepGuestToken(id, given)
  }, [id, given])
  return given ?? sessionStorage.getItem(keyOf(id))
}

export function keepGuestToken(id: string, token: string): void {
  sessionStorage.setItem(keyOf(id), token)
}
