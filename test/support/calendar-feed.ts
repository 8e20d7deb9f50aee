import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface FeedAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** Somebody's calendar server on a free port of loopback; it answers 404 until it is told otherwise. */
export interface CalendarFeed {
  readonly url: string
  /** Headers of the requests that came. */
  readonly asked: readonly IncomingHttpHeaders[]
  answer(answer: FeedAnswer): void
  /** A calendar with one event for each of these, an hour long. */
  events(...events: readonly { readonly uid?: string; readonly startsAt: string }[]): void
  close(): void
}

export async function startCalendarFeed(path = '/private-0123456789/basic.ics'): Promise<CalendarFeed> {
  const asked: IncomingHttpHeaders[] = []
  let current: FeedAnswer = { status: 404 }
  const server = createServer((request, response) => {
    asked.push(request.headers)
    const { status = 200, headers = {}, body = '' } = request.url === path ? current : { status: 404 }
    response.writeHead(status, { 'content-type': 'text/calendar', ...headers }).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const answer = (next: FeedAnswer): void => {
    current = next
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    asked,
    answer,
    events: (...events) => answer({ body: calendarOf(events) }),
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

function calendarOf(events: readonly { readonly uid?: string; readonly startsAt: string }[]): string {
  const lines = events.flatMap(({ uid, startsAt }, at) => [
    ...['BEGIN:VEVENT', `UID:${uid ?? `event-${at}`}`, 'SUMMARY:Private'],
    ...[`DTSTART:${startsAt.slice(0, 19).replaceAll(/[-:]/g, '')}Z`, 'DURATION:PT1H', 'END:VEVENT'],
  ])
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n')
}
