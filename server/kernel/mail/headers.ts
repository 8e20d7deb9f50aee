/** Headers of every mail of ours beside those that its parts make. RFC 3834: keeps out-of-office replies from coming back. */
export function commonHeaders(): Record<string, string> {
  return { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' }
}
