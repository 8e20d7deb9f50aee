import { useLocation } from '@tanstack/react-router'

/**
 * The single-use token of a mailed link. It stands in the fragment, which never reaches a log or another site; one in the query
 * is taken too.
 */
export function useLinkToken(): string {
  return useLocation({ select: ({ hash, searchStr }) => tokenIn(hash) ?? tokenIn(searchStr) ?? '' })
}

function tokenIn(part: string): string | null {
  return new URLSearchParams(part.replace(/^[#?]/, '')).get('token')
}
