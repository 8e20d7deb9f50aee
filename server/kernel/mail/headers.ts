import type { RenderedMail } from './render.ts'

/** RFC 3834: keeps out-of-office replies from coming back. */
const AUTOMATIC = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' }

/** Headers of a mail of ours beside those that its parts make; news may be ended from the mail program (RFC 8058, 3.1). */
export function headersOf({ unsubscribeUrl }: Pick<RenderedMail, 'unsubscribeUrl'>): Record<string, string> {
  if (unsubscribeUrl === undefined) return AUTOMATIC
  const oneClick = { 'List-Unsubscribe': `<${unsubscribeUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }
  return { ...AUTOMATIC, ...oneClick }
}
