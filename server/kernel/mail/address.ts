import { domainToASCII } from 'node:url'
import { problems } from '../problem.ts'
import type { Mailbox, Recipient } from './mailer.ts'

/** What the mail layer answers. */
export const mailProblems = problems('mail', {
  'bad-address': { status: 422, title: 'This is not an address that mail can be sent to' },
  'not-found': { status: 404, title: 'There is no such mail' },
  'not-uncertain': { status: 409, title: 'This mail is not in doubt', detail: 'It was sent, waits, or has failed.' },
  'no-such-template': { status: 404, title: 'There is no such template' },
  'no-such-suppression': { status: 404, title: 'There is no such entry' },
  'no-such-subscription': { status: 404, title: 'There is no such mail to subscribe to' },
  'no-such-provider': {
    status: 404,
    title: 'No reports are taken from this provider',
    detail: 'RESEND_WEBHOOK_SECRET, SENDGRID_WEBHOOK_PUBLIC_KEY and MAIL_RETURN_PATH say from whom.',
  },
  'report-unverified': { status: 401, title: 'This report is not signed by the provider, or too old' },
  'report-unreadable': { status: 422, title: 'This is no report of what became of a mail' },
})

/** RFC 5321 4.5.3.1.1 and .3: 64 octets before the @, 256 for the path, which counts its angle brackets. */
const LOCAL_MAX = 64
const ADDRESS_MAX = 254
const NAME_MAX = 200

/** RFC 5322 3.2.3 dot-atom. A quoted local part is refused: parsers disagree on where it ends, and so on who gets the mail. */
const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
/** What may stand in a domain before it is mapped to ASCII: no `%41`, `:25`, `[::1]` or full-width dot for the mapping to unfold. */
const DOMAIN_WRITTEN = /^[\p{L}\p{M}\p{N}.-]+$/u
const DOMAIN_ASCII =
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?=[a-z0-9-]*[a-z])[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
/** `Name <address>`, `"Name" <address>` or the address alone. */
const WRITTEN = /^(?:(?<name>"[^"\\]*"|[^"<>]*?) *<(?<inBrackets>[^<>]*)>|(?<alone>[^<>]*))$/u

/**
 * Control, format (bidirectional overrides, zero-width, tags), line and paragraph separators, lone surrogates, private use: nothing
 * that a person's name is written with, but for the two joiners between letters, which Persian and several Indian scripts need.
 */
const INVISIBLE = /(?![\u200c\u200d])(?:[\p{C}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|\u034f|\u17b4|\u17b5)/u
const JOINER_ALONE = /(?<![\p{L}\p{M}])[\u200c\u200d]|[\u200c\u200d](?![\p{L}\p{M}])/u

/**
 * Checks a mailbox, from `Name <address>` or its parts: one @, an ASCII dot-atom before it, a domain name with at least one dot
 * (or localhost) after it, mapped to lower-case ASCII by IDNA. The local part keeps its case. Throws mail/bad-address, never with
 * the value in it.
 */
export function parseMailbox(given: string | { readonly name?: string | null; readonly address: string }): Mailbox {
  const { name, address } =
    typeof given === 'string' ? parts(given) : { name: given.name ?? null, address: given.address }
  return { name: checkName(name), address: checkAddress(address) } as Mailbox
}

/** A person as mail goes to them, in the language they read when it is known. Throws mail/bad-address. */
export function recipient(person: {
  readonly name: string
  readonly email: string
  readonly locale: string | null
}): Recipient {
  const mailbox = parseMailbox({ name: person.name, address: person.email })
  return person.locale === null ? mailbox : { ...mailbox, locale: person.locale }
}

function parts(text: string): { name: string | null; address: string } {
  const groups = WRITTEN.exec(text)?.groups
  if (groups === undefined) throw bad('It is written as `Name <address>` or as the address alone.')
  const name = groups.name?.replace(/^"|"$/g, '') ?? ''
  return { name: name === '' ? null : name, address: groups.inBrackets ?? groups.alone ?? '' }
}

function checkName(name: string | null): string | null {
  if (name === null || name === '') return null
  if (name.length > NAME_MAX) throw bad(`The name has at most ${NAME_MAX} characters.`)
  if (INVISIBLE.test(name) || JOINER_ALONE.test(name)) throw bad('The name holds a character that cannot be seen.')
  return name
}

function checkAddress(address: string): string {
  const [local, domain, ...rest] = address.split('@')
  if (local === undefined || domain === undefined || rest.length > 0) throw bad('The address has exactly one @.')
  if (local.length > LOCAL_MAX) throw bad(`The part before the @ has at most ${LOCAL_MAX} characters.`)
  if (!LOCAL.test(local)) throw bad('The part before the @ holds a character that is not allowed there.')
  const ascii = DOMAIN_WRITTEN.test(domain) ? domainToASCII(domain) : ''
  if (ascii !== 'localhost' && !DOMAIN_ASCII.test(ascii)) throw bad('The part after the @ is not a domain name.')
  const whole = `${local}@${ascii}`
  if (whole.length > ADDRESS_MAX) throw bad(`The address has at most ${ADDRESS_MAX} characters.`)
  return whole
}

function bad(detail: string) {
  return mailProblems('bad-address', { detail })
}
