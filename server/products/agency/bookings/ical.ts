/** One event of a calendar file; all times are written in UTC. */
export interface CalendarEvent {
  readonly uid: string
  readonly sequence: number
  readonly stamp: Date
  readonly startsAt: Date
  readonly endsAt: Date
  readonly status: 'TENTATIVE' | 'CONFIRMED' | 'CANCELLED'
  readonly summary: string
  readonly description: string
  readonly organizer: CalendarPerson | null
  readonly attendees: readonly CalendarPerson[]
}

export interface CalendarPerson {
  readonly name: string
  readonly email: string
}

/** REQUEST invites and changes, CANCEL takes back, PUBLISH is a calendar to subscribe to (RFC 5546, 3.2). */
export type CalendarMethod = 'REQUEST' | 'CANCEL' | 'PUBLISH'

const LINE_OCTETS_MAX = 75

/** A calendar file (RFC 5545): lines end in CRLF and are folded at 75 octets. */
export function calendarFile(method: CalendarMethod, name: string, events: readonly CalendarEvent[]): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Plinth//Bookings//EN',
    'CALSCALE:GREGORIAN',
    `METHOD:${method}`,
    ...(method === 'PUBLISH' ? [`X-WR-CALNAME:${escaped(name)}`] : []),
    ...events.flatMap(eventLines),
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}

function eventLines(event: CalendarEvent): string[] {
  return [
    'BEGIN:VEVENT',
    `UID:${escaped(event.uid)}`,
    `SEQUENCE:${event.sequence}`,
    `DTSTAMP:${utc(event.stamp)}`,
    `DTSTART:${utc(event.startsAt)}`,
    `DTEND:${utc(event.endsAt)}`,
    `STATUS:${event.status}`,
    `SUMMARY:${escaped(event.summary)}`,
    ...(event.description === '' ? [] : [`DESCRIPTION:${escaped(event.description)}`]),
    ...(event.organizer === null
      ? []
      : [`ORGANIZER;CN=${quoted(event.organizer.name)}:mailto:${event.organizer.email}`]),
    ...event.attendees.map(
      ({ name, email }) => `ATTENDEE;CN=${quoted(name)};ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED:mailto:${email}`,
    ),
    'END:VEVENT',
  ]
}

function utc(instant: Date): string {
  return `${instant.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`
}

/** TEXT (RFC 5545, 3.3.11). */
function escaped(text: string): string {
  return withoutControls(text.replaceAll(/\r\n?/g, '\n'))
    .replaceAll(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n')
}

/** A parameter in quotes; a quote in it is written as RFC 6868 says. */
function quoted(text: string): string {
  const escapes: Readonly<Record<string, string>> = { '^': '^^', '"': "^'", '\n': ' ' }
  return `"${withoutControls(text.replaceAll(/\r\n?/g, '\n')).replaceAll(/[\^"\n]/g, (one) => escapes[one] ?? one)}"`
}

function withoutControls(text: string): string {
  return text.toWellFormed().replaceAll(/[^\P{Cc}\n]/gu, ' ')
}

/** Breaks a line before its 76th octet, never within a character; what goes on begins with a space. */
function folded(line: string): string {
  const parts: string[] = []
  let part = ''
  let octets = 0
  for (const character of line) {
    const size = Buffer.byteLength(character)
    if (octets + size > LINE_OCTETS_MAX) {
      parts.push(part)
      part = ' '
      octets = 1
    }
    part += character
    octets += size
  }
  return [...parts, part].join('\r\n')
}
