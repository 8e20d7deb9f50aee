import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { busyOf } from './busy.ts'
import { CalendarUnreadable } from './content-lines.ts'
import { readBusy } from './read-thread.ts'

const at = (text: string): number => Date.parse(text)
const range = { fromMs: at('2026-03-01T00:00Z'), untilMs: at('2027-04-05T00:00Z') }

function question(lines: readonly string[], ownUids: readonly string[] = []) {
  const text = ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n')
  return { text, timeZone: 'Europe/Berlin', range, ownUids }
}

/** Busy times as `from/until` in UTC, to the minute. */
function busy(lines: readonly string[], ownUids: readonly string[] = []): string[] {
  const { blocks, unread } = busyOf(question(lines, ownUids))
  assert.equal(unread, 0)
  return blocks.map(({ fromMs, untilMs }) => `${minute(fromMs)}/${minute(untilMs)}`)
}

const minute = (ms: number): string => new Date(ms).toISOString().slice(5, 16)
const event = (...lines: string[]): string[] => ['BEGIN:VEVENT', 'UID:a@x', ...lines, 'END:VEVENT']

describe('a calendar as Google writes it', () => {
  test('with zones by name, a series with a gap and a moved time, whole days, and what is free or called off', () => {
    const google = [
      'PRODID:-//Google Inc//Google Calendar 70.9054//EN',
      'X-WR-TIMEZONE:America/New_York',
      ...['BEGIN:VTIMEZONE', 'TZID:America/New_York', 'BEGIN:STANDARD', 'TZOFFSETFROM:-0400', 'TZOFFSETTO:-0500'],
      ...['DTSTART:19701101T020000', 'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU', 'END:STANDARD', 'END:VTIMEZONE'],
      ...[
        'BEGIN:VEVENT',
        'DTSTART;TZID=America/New_York:20260302T090000',
        'DTEND;TZID=America/New_York:20260302T100000',
      ],
      ...['RRULE:FREQ=WEEKLY;WKST=SU;UNTIL=20260330T035959Z;BYDAY=MO', 'EXDATE;TZID=America/New_York:20260316T090000'],
      ...['UID:series@google.com', 'SUMMARY:Weekly', 'TRANSP:OPAQUE', 'STATUS:CONFIRMED', 'END:VEVENT'],
      ...[
        'BEGIN:VEVENT',
        'DTSTART;TZID=America/New_York:20260323T140000',
        'DTEND;TZID=America/New_York:20260323T150000',
      ],
      ...['UID:series@google.com', 'RECURRENCE-ID;TZID=America/New_York:20260323T090000', 'END:VEVENT'],
      ...['BEGIN:VEVENT', 'DTSTART;VALUE=DATE:20260404', 'DTEND;VALUE=DATE:20260406', 'UID:days', 'END:VEVENT'],
      ...['BEGIN:VEVENT', 'DTSTART:2026040', ' 1T080000Z', 'DTEND:20260401T090000Z', 'UID:utc', 'SUMMARY:Folded\\, an'],
      ...['  d folded', ' DTSTART:20200101T000000Z', 'BEGIN:VALARM', 'TRIGGER:-PT10M', 'DURATION:PT3H', 'END:VALARM'],
      ...['END:VEVENT', 'BEGIN:VEVENT', 'DTSTART;VALUE=DATE:20260410', 'UID:free', 'TRANSP:TRANSPARENT', 'END:VEVENT'],
      ...['BEGIN:VEVENT', 'DTSTART:20260411T080000Z', 'DTEND:20260411T090000Z', 'STATUS:CANCELLED', 'END:VEVENT'],
    ]
    assert.deepEqual(busy(google), [
      '03-02T14:00/03-02T15:00',
      // The clocks of New York change on 8 March.
      '03-09T13:00/03-09T14:00',
      '03-23T18:00/03-23T19:00',
      '04-01T08:00/04-01T09:00',
      // Days of Berlin, whose clocks changed on 29 March.
      '04-03T22:00/04-05T22:00',
    ])
  })
})

describe('a calendar as Outlook writes it', () => {
  const zone = [
    ...['BEGIN:VTIMEZONE', 'TZID:Customized Time Zone', 'BEGIN:STANDARD', 'DTSTART:16010101T030000'],
    ...['TZOFFSETFROM:+0200', 'TZOFFSETTO:+0100', 'RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10', 'END:STANDARD'],
    ...['BEGIN:DAYLIGHT', 'DTSTART:16010101T020000', 'TZOFFSETFROM:+0100', 'TZOFFSETTO:+0200'],
    ...['RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3', 'END:DAYLIGHT', 'END:VTIMEZONE'],
  ]
  const timed = (from: string, until: string) =>
    event(`DTSTART;TZID="Customized Time Zone":${from}`, `DTEND;TZID=Customized Time Zone:${until}`)

  test('with a zone of its own name, on both sides of both changes, and states of its own', () => {
    const outlook = [
      'METHOD:PUBLISH',
      ...zone,
      ...timed('20260328T090000', '20260328T100000'),
      ...timed('20260329T090000', '20260329T100000'),
      ...timed('20261024T090000', '20261024T100000'),
      ...timed('20261026T090000', '20261026T100000'),
      // Left out by the clocks: later. Shown twice: earlier.
      ...timed('20260329T023000', '20260329T040000'),
      ...timed('20261025T023000', '20261025T030000'),
      ...event('DTSTART:20260501T080000Z', 'DTEND:20260501T090000Z', 'X-MICROSOFT-CDO-BUSYSTATUS:FREE'),
      ...event('DTSTART:20260502T080000Z', 'DTEND:20260502T090000Z', 'X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE'),
    ]
    assert.deepEqual(busy(outlook), [
      '03-28T08:00/03-28T09:00',
      '03-29T01:30/03-29T02:00',
      '03-29T07:00/03-29T08:00',
      '05-02T08:00/05-02T09:00',
      '10-24T07:00/10-24T08:00',
      '10-25T00:30/10-25T02:00',
      '10-26T08:00/10-26T09:00',
    ])
  })

  test('that goes on for a series across a change', () => {
    const series = ['DTSTART;TZID=Customized Time Zone:20260327T170000', 'DURATION:PT45M', 'RRULE:FREQ=DAILY;COUNT=4']
    assert.deepEqual(busy([...zone, ...event(...series)]), [
      '03-27T16:00/03-27T16:45',
      '03-28T16:00/03-28T16:45',
      '03-29T15:00/03-29T15:45',
      '03-30T15:00/03-30T15:45',
    ])
  })
})

describe('a calendar as iCloud writes it', () => {
  test('with floating times, lengths in place of ends, and single dates beside a rule', () => {
    const icloud = [
      'PRODID:-//Apple Inc.//macOS 15//EN',
      ...event('DTSTART:20260310T093000', 'DURATION:PT1H30M'),
      ...event('DTSTART;VALUE=DATE:20260328', 'DURATION:P2D'),
      ...['BEGIN:VEVENT', 'UID:months', 'DTSTART;TZID=Europe/London:20260131T100000', 'DURATION:PT1H'],
      ...['RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=3', 'RDATE;TZID=Europe/London:20260415T100000,20260416T100000'],
      ...['EXDATE;VALUE=DATE:20260327', 'END:VEVENT'],
      ...event('DTSTART:20260601T100000Z'),
      ...['BEGIN:VTODO', 'DTSTART:20260701T100000Z', 'DUE:20260701T110000Z', 'END:VTODO'],
    ]
    assert.deepEqual(busy(icloud), [
      '03-10T08:30/03-10T10:00',
      '03-27T23:00/03-29T22:00',
      '04-15T09:00/04-15T10:00',
      '04-16T09:00/04-16T10:00',
      '04-24T09:00/04-24T10:00',
    ])
  })

  test('in which a series ends at an instant, which is another day for its clocks', () => {
    const tokyo = [
      'DTSTART;TZID=Asia/Tokyo:20260311T080000',
      'DURATION:PT1H',
      'RRULE:FREQ=DAILY;UNTIL=20260312T230000Z',
    ]
    assert.deepEqual(busy(event(...tokyo)), [
      '03-10T23:00/03-11T00:00',
      '03-11T23:00/03-12T00:00',
      '03-12T23:00/03-13T00:00',
    ])
  })

  test('in which a series has a time called off, and one that is shorter at the same hour', () => {
    const series = event('DTSTART:20260302T100000Z', 'DTEND:20260302T120000Z', 'RRULE:FREQ=DAILY;COUNT=3')
    const off = event('RECURRENCE-ID:20260303T100000Z', 'DTSTART:20260303T100000Z', 'STATUS:CANCELLED')
    const short = event('RECURRENCE-ID:20260304T100000Z', 'DTSTART:20260304T100000Z', 'DTEND:20260304T103000Z')
    assert.deepEqual(busy([...off, ...series, ...short]), ['03-02T10:00/03-02T12:00', '03-04T10:00/03-04T10:30'])
  })
})

describe('what counts', () => {
  test('is cut off at the ends of the range, joined where it meets, and long before its last day', () => {
    assert.deepEqual(
      busy([
        ...event('DTSTART:20200101T000000Z', 'DTEND:20260301T060000Z'),
        ...event('DTSTART:20260301T050000Z', 'DTEND:20260301T080000Z'),
        ...event('DTSTART;VALUE=DATE:20150302', 'DTEND;VALUE=DATE:20150303', 'RRULE:FREQ=YEARLY'),
        ...event('DTSTART:20270404T220000Z', 'DTEND:20300101T000000Z'),
      ]),
      ['03-01T00:00/03-01T08:00', '03-01T23:00/03-02T23:00', '03-01T23:00/03-02T23:00', '04-04T22:00/04-05T00:00'],
    )
  })

  test('is not what is ours', () => {
    const lines = ['BEGIN:VEVENT', 'UID:ours@here', 'DTSTART:20260302T100000Z', 'DURATION:PT1H', 'END:VEVENT']
    assert.equal(busy(lines).length, 1)
    assert.deepEqual(busy(lines, ['ours@here']), [])
  })

  test('is told where it makes no sense', () => {
    const good = event('DTSTART:20260302T100000Z', 'DURATION:PT1H')
    for (const bad of [
      event('SUMMARY:no time'),
      event('DTSTART:20260230T100000Z', 'DURATION:PT1H'),
      event('DTSTART:20260302T100000Z', 'DTEND:yesterday'),
      event('DTSTART:20260302T100000Z', 'DTEND:20260301T100000Z'),
      event('DTSTART:20260302T100000Z', 'DURATION:P99999999W'),
      event('DTSTART:20260302T100000Z', 'DURATION:PT1H', 'RRULE:FREQ=SOMETIMES'),
      event('DTSTART:20260302T100000Z', 'DURATION:PT1H', 'RRULE:FREQ=DAILY;INTERVAL=0'),
    ]) {
      const { blocks, unread } = busyOf(question([...bad, ...good]))
      assert.deepEqual([blocks.length, unread], [1, 1], bad.join())
    }
  })

  test('is nothing of what is no calendar, or of a part of one', () => {
    const unreadable = (text: string, message: RegExp) =>
      assert.throws(
        () => busyOf({ ...question([]), text }),
        (error) => error instanceof CalendarUnreadable && message.test(error.message),
      )
    const { text } = question(event('DTSTART:20260302T100000Z', 'DURATION:PT1H'))
    unreadable('', /no calendar/)
    unreadable('<!doctype html><title>Sign in: now</title>', /no calendar/)
    unreadable('{"error": "gone"}', /no calendar/)
    unreadable('BEGIN:VCARD\r\nEND:VCARD', /no calendar/)
    unreadable(text.slice(0, text.indexOf('END:VCALENDAR')), /breaks off/)
    unreadable(text.replace('END:VEVENT\r\n', ''), /do not end/)
    assert.equal(busyOf({ ...question([]), text: `\uFEFF${text.replaceAll('\r\n', '\n')}` }).blocks.length, 1)
  })
})

describe('a calendar that means harm', () => {
  const { signal } = new AbortController()
  const every = (rule: string, from = '19700101T000000Z') => event(`DTSTART:${from}`, 'DURATION:PT1S', `RRULE:${rule}`)

  test('repeats every second, and is told as what makes no sense', () => {
    for (const rule of ['FREQ=SECONDLY', 'FREQ=MINUTELY;INTERVAL=2', 'FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=28']) {
      const { blocks, unread } = busyOf(question(every(rule)))
      assert.deepEqual([blocks.length, unread], [0, 1], rule)
    }
  })

  test('has more busy times than anybody', () => {
    assert.throws(() => busyOf(question(every('FREQ=HOURLY', '20260301T000000Z'))), /more than 5000 busy times/)
  })

  test('takes long to read, and is given up', async () => {
    const slow = question(Array.from({ length: 5_000 }, () => every('FREQ=SECONDLY')).flat())
    await assert.rejects(readBusy(slow, signal, 1_000), /takes too long to read/)
    const { blocks } = await readBusy(question(event('DTSTART:20260302T100000Z', 'DURATION:PT1H')), signal)
    assert.equal(blocks.length, 1)
    await assert.rejects(readBusy(question(['BEGIN:VEVENT']), signal), CalendarUnreadable)
  })

  test('is read or refused, whatever it holds', () => {
    const time = fc.constantFrom(
      ...['20260302T100000Z', '20260329T023000', '20260302', '00000101T000000', '99991231T235959Z', '99991231'],
      ...['16010101', '20260302T246060', '', 'x', '20261301', '20260302T100000Z,20260303'],
    )
    const zone = fc.constantFrom(
      '',
      '',
      ';TZID=America/New_York',
      ';TZID=Own',
      ';TZID=None',
      ';VALUE=DATE',
      ';TZID="a;b:c"',
    )
    const length = fc.constantFrom('PT1H', 'P1D', 'P36000D', '-PT1H', 'PT0S', 'P', 'PT99999999H', 'P1W', 'x')
    const rule = fc.constantFrom(
      ...[
        'FREQ=DAILY',
        'FREQ=YEARLY;UNTIL=99991231T235959Z',
        'FREQ=WEEKLY;BYDAY=XX',
        'FREQ=MONTHLY;BYMONTHDAY=-31',
        'x',
      ],
      ...[
        'FREQ=DAILY;COUNT=0',
        'FREQ=DAILY;UNTIL=20260230T000000Z',
        'FREQ=YEARLY;BYWEEKNO=53',
        'FREQ=DAILY;UNTIL=x',
        '',
      ],
      ...[
        'FREQ=DAILY;COUNT=-1',
        'FREQ=DAILY;INTERVAL=99999999999',
        'RSCALE=CHINESE;FREQ=YEARLY',
        'FREQ=DAILY;FREQ=DAILY',
      ],
    )
    const property = fc.oneof(
      fc.tuple(fc.constantFrom('DTSTART', 'DTEND', 'RECURRENCE-ID', 'EXDATE', 'RDATE'), zone, time),
      fc.tuple(fc.constant('DURATION'), fc.constant(''), length),
      fc.tuple(fc.constant('RRULE'), fc.constant(''), rule),
    )
    const lineOf = ([name, parameters, value]: readonly [string, string, string]) => `${name}${parameters}:${value}`
    const some = fc.tuple(fc.tuple(fc.constant('DTSTART'), zone, time), fc.array(property, { maxLength: 4 }))
    const clock = fc.constantFrom('+0100', '-1200', '+9959', 'x', '')
    const own = fc
      .tuple(time, clock, clock, rule)
      .map(([start, from, to, repeats]) => [
        ...['BEGIN:VTIMEZONE', 'TZID:Own', 'BEGIN:STANDARD', `DTSTART:${start}`, `TZOFFSETFROM:${from}`],
        ...[`TZOFFSETTO:${to}`, `RRULE:${repeats}`, 'END:STANDARD', 'END:VTIMEZONE'],
      ])
    fc.assert(
      fc.property(own, fc.array(some, { minLength: 1, maxLength: 3 }), (zones, events) => {
        const lines = events.flatMap(([first, more]) => event(...[first, ...more].map(lineOf)))
        const { blocks, unread } = busyOf(question([...zones, ...lines]))
        assert.ok(unread <= events.length)
        for (const [at, { fromMs, untilMs }] of blocks.entries())
          assert.ok(
            (blocks[at - 1]?.untilMs ?? range.fromMs - 1) < fromMs && fromMs < untilMs && untilMs <= range.untilMs,
          )
      }),
      { numRuns: 200, seed: 20_260_302 },
    )
  })

  test('nests without end', () => {
    assert.throws(() => busyOf(question(Array.from({ length: 200_000 }, () => 'BEGIN:VEVENT'))), CalendarUnreadable)
  })
})
