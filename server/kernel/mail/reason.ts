const REASON_MAX = 500

/** One line of what the other side said, without the addresses in it. */
export function reasonOf(text: string): string {
  return text
    .replace(/[^\s<>:;,"'`]+@[^\s<>:;,"'`]+/g, '(address)')
    .replace(/\s+/g, ' ')
    .slice(0, REASON_MAX)
}
