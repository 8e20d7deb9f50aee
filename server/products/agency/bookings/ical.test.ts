import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type CalendarEvent, calendarFile } from './ical.ts'

const event: CalendarEvent = {
  uid: '019b7a10-0000-7000-8000-000000000001@plinth.example',
  sequence: 2,
  stamp: new Date('2026-03-01T10:00:00.999Z'),
  startsAt: new Date('2026-03-09T06:00:00Z'),
  endsAt: new Date('2026-03-09T07:00:00Z'),
  status: 'CONFIRMED',
  summary: 'Consultation; first, "long" \\ talk',
  description: 'Booking 7Q4M0X2K9R\r\nBring: the plans',
  organizer: { name: 'Wanjikũ "W" Host', email: 'host@example.org' },
  attendees: [{ name: 'Ada', email: 'ada@example.org' }],
}

test('writes an invitation as RFC 5545 and 5546 say', () => {
  assert.equal(
    calendarFile('REQUEST', '', [event]),
    [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Plinth//Bookings//EN',
      'CALSCALE:GREGORIAN',
      'METHOD:REQUEST',
      'BEGIN:VEVENT',
      'UID:019b7a10-0000-7000-8000-000000000001@plinth.example',
      'SEQUENCE:2',
      'DTSTAMP:20260301T100000Z',
      'DTSTART:20260309T060000Z',
      'DTEND:20260309T070000Z',
      'STATUS:CONFIRMED',
      'SUMMARY:Consultation\\; first\\, "long" \\\\ talk',
      'DESCRIPTION:Booking 7Q4M0X2K9R\\nBring: the plans',
      `ORGANIZER;CN="Wanjikũ ^'W^' Host":mailto:host@example.org`,
      'ATTENDEE;CN="Ada";ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED:mailto:ada@example',
      ' .org',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ].join('\r\n'),
  )
})

/** Reads a file back as a calendar program does: unfolds, splits, unescapes. */
function parse(file: string): Map<string, string> {
  assert.ok(file.endsWith('END:VCALENDAR\r\n'))
  const unfolded = file.replaceAll('\r\n ', '')
  assert.doesNotMatch(unfolded.replaceAll('\r\n', ''), /[\r\n]/)
  const lines = unfolded.split('\r\n').slice(0, -1)
  return new Map(
    lines.map((line) => {
      const [, name = '', value = ''] = /^([A-Z-]+)(?:;(?:[A-Z]+=(?:"[^"]*"|[^":;]*);?)*)?:(.*)$/s.exec(line) ?? []
      return [name, value.replaceAll(/\\([\\;,nN])/g, (_, one: string) => (one.toLowerCase() === 'n' ? '\n' : one))]
    }),
  )
}

test('any text comes back, on lines of 75 octets at most that break no character', () => {
  const words = fc.string({
    unit: fc.constantFrom('a', ';', ',', '\\', '\n', ':', '"', 'ü', '中', '\u{1F468}\u{200D}\u{1F680}', ' '),
    maxLength: 200,
  })
  fc.assert(
    fc.property(words, words, (summary, name) => {
      const organizer = { name, email: 'host@example.org' }
      const file = calendarFile('REQUEST', '', [{ ...event, summary, description: `x${summary}`, organizer }])
      for (const line of file.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, line)
      assert.equal(Buffer.from(file).toString(), file)
      const read = parse(file)
      assert.equal(read.get('SUMMARY'), summary)
      assert.equal(read.get('DESCRIPTION'), `x${summary}`)
      assert.equal(read.get('ORGANIZER'), 'mailto:host@example.org')
    }),
    { numRuns: 500 },
  )
})

test('no text makes a line of its own', () => {
  const file = calendarFile('PUBLISH', 'A\r\nMETHOD:CANCEL', [
    {
      ...event,
      summary: 'x\r\nATTENDEE:mailto:evil@e.com\u0000',
      organizer: { name: 'a"\r\nX:1', email: 'a@b.example' },
    },
  ])
  assert.doesNotMatch(file, /\r\n(?:ATTENDEE:|X:|METHOD:CANCEL)/)
  assert.equal(parse(file).get('METHOD'), 'PUBLISH')
})
