import { by, type FaultCase } from './fault-case.ts'

const mail = 'server/kernel/mail/mail.test.ts'
const reports = 'server/kernel/mail/reports.test.ts'
const render = 'server/kernel/mail/render.test.ts'
const smtp = 'server/kernel/mail/smtp-transport.test.ts'
const registration = 'server/platform/identity/registration.test.ts'
const password = 'server/platform/identity/password-change.test.ts'

/** What happens to mail, and what is tried by it. */
export const mailFaults: readonly FaultCase[] = [
  {
    id: 'M44',
    fault: 'line breaks, commas and groups in addresses, names and subjects',
    answer: 'refused, or kept as text; only the checked address gets the mail',
    proofs: [
      ...by(mail, 'a name with a header in it is refused before anything is queued'),
      ...by(smtp, 'a subject with a line break, had the renderer let it pass, adds no header'),
      ...by('server/kernel/mail/transports.test.ts', 'reaches nobody but the address, whatever the name says'),
    ],
  },
  {
    id: 'M45',
    fault: 'the process ends, or the connection is cut, after the receiver took the mail',
    answer: 'in doubt: nothing that opens anything is sent again blindly; the rest is, under the same Message-ID',
    proofs: [
      ...by(
        mail,
        'killed after the receiver took the mail and before the row says so: sent again where it may be, with the same Message-ID',
      ),
      ...by(
        'server/kernel/mail/transports.test.ts',
        'a connection cut after the mail was taken leaves what was promised',
      ),
      ...by(
        'server/kernel/mail/uncertain.test.ts',
        'a mail with a link that may have been taken is in doubt and not sent again, until an operator wants it',
        'a mail with nothing to open that may have been taken is sent again under the same Message-ID',
        'a worker that ends while it hands a mail over leaves it in doubt',
      ),
      ...by(registration, 'a newer link ends the older'),
    ],
  },
  {
    id: 'M46',
    fault: 'one event is worked on again and again',
    answer: 'one mail',
    proofs: [
      ...by(mail, 'a mail queued in a transaction is sent once after its commit, and then holds nothing to open'),
      ...by(
        'server/kernel/jobs/jobs-lifecycle.test.ts',
        'a job of a killed process runs again, and its committed effect is not repeated',
      ),
    ],
  },
  {
    id: 'M47',
    fault: 'hard bounce, complaint',
    answer: 'no more mail there, except what is essential',
    proofs: by(
      reports,
      'after a hard bounce the address gets essential mail only, and the mail not sent says why',
      'a complaint stops what is not essential; one about an essential mail stops everything',
    ),
  },
  {
    id: 'M48',
    fault: 'forged, altered, old and repeated reports of bounces',
    answer: 'refused without a trace; repeated ones count once',
    proofs: by(
      reports,
      'a forged, altered, stale or unsigned report is refused and leaves nothing',
      'one request repeated fifty times at once is stored and read once',
      'SendGrid tells of several at once, again and again, and each fact is one',
    ),
  },
  {
    id: 'M49',
    fault: 'a flood of resets to a victim',
    answer: 'bounded by address and network, one constant answer',
    proofs: [
      ...by(
        'server/platform/identity/reset-flood.test.ts',
        'at one address from many networks is three mails an hour, and one constant answer',
        'at many addresses from one network takes a captcha from the sixth, then 429 with Retry-After',
      ),
      ...by(password, 'a known and an unknown address get the same answer; only one gets mail'),
      ...by(
        'server/platform/identity/magic-link.test.ts',
        'known and unknown addresses get the same answer; only one gets mail, three an hour',
      ),
    ],
  },
  {
    id: 'M50',
    fault: 'HTML in what a template shows; a template that cannot render',
    answer: 'stays text; the start is refused',
    proofs: by(
      render,
      'a value stays text in HTML wherever it stands',
      'a template whose sample does not render stops the start',
    ),
  },
  {
    id: 'M51',
    fault: 'scanners that follow every link',
    answer: 'no GET changes anything',
    proofs: [
      ...by(registration, 'scanners may fetch the link; the page shows no token and asks for a click'),
      ...by(
        'server/kernel/mail/unsubscribe.test.ts',
        'a scanner that follows the link ends nothing; the page asks, without script',
      ),
    ],
  },
]
