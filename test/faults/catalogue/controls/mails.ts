import { type Control, without } from '../control.ts'

const delivery = 'server/kernel/mail/mail-job.ts'

/** Of the cases of mail. */
export const mailControls: Readonly<Record<string, Control>> = {
  M44: without(
    'server/kernel/mail/address.ts',
    "if (INVISIBLE.test(name) || JOINER_ALONE.test(name)) throw bad('The name holds a character that cannot be seen.')",
    '',
    {
      file: 'server/kernel/mail/mail.test.ts',
      test: 'a name with a header in it is refused before anything is queued',
    },
  ),
  M45: without(delivery, 'if (failure.inDoubt && !mayRepeat(delivery, mail)) {', 'if (failure.inDoubt === null) {', {
    file: 'server/kernel/mail/uncertain.test.ts',
    test: 'a mail with a link that may have been taken is in doubt and not sent again, until an operator wants it',
  }),
  M46: without('server/kernel/jobs/attempt.ts', 'return taken.length === 0 ? undefined : take(tx)', 'return take(tx)', {
    file: 'server/kernel/jobs/jobs-lifecycle.test.ts',
    test: 'a job of a killed process runs again, and its committed effect is not repeated',
  }),
  M47: without(delivery, 'if (against !== null) {', 'if (against === undefined) {', {
    file: 'server/kernel/mail/reports.test.ts',
    test: 'after a hard bounce the address gets essential mail only, and the mail not sent says why',
  }),
  M48: without(
    'server/kernel/mail/report-signature.ts',
    "version === 'v1' && given.length === wanted.length && timingSafeEqual(given, wanted)",
    "version === 'v1' && given.length === wanted.length",
    {
      file: 'server/kernel/mail/reports.test.ts',
      test: 'a forged, altered, stale or unsigned report is refused and leaves nothing',
    },
  ),
  M49: without('server/platform/identity/attempts.ts', "name: 'mail', limit: 3,", "name: 'mail', limit: 30,", {
    file: 'server/platform/identity/reset-flood.test.ts',
    test: 'at one address from many networks is three mails an hour, and one constant answer',
  }),
  M50: without('server/kernel/mail/render-html.ts', "escapeHtml(block.text).replaceAll('\\n', '<br>')", 'block.text', {
    file: 'server/kernel/mail/render.test.ts',
    test: 'a value stays text in HTML wherever it stands',
  }),
  M51: without(
    'server/kernel/mail/unsubscribe.routes.ts',
    'if (asked === null) return broken(parts, call)\n        const { spoken, title } = wordsFor(parts, asked)',
    `if (asked === null) return broken(parts, call)
        const entry = { reason: 'unsubscribe', scope: 'subscription', subscription: asked.subscription }
        const of = { addressHash: hashAddress(asked.address), address: asked.address, detail: null, mailId: null }
        await call.transaction((tx) => suppress(tx, { ...entry, ...of }))
        const { spoken, title } = wordsFor(parts, asked)`,
    {
      file: 'server/kernel/mail/unsubscribe.test.ts',
      test: 'a scanner that follows the link ends nothing; the page asks, without script',
    },
  ),
}
