/** One group of fields about a recipient. */
export interface Told {
  readonly action?: string
  readonly status?: string
  readonly said?: string
  /** Whom the report says it is about. */
  readonly about?: string
}

interface Layout {
  readonly type?: string
  readonly part?: string
}

/** A notification as Postfix writes it (bounce(8)), about each of `told`. */
export function notification(told: readonly Told[], layout: Layout = {}): string {
  const { type = 'multipart/report; report-type=delivery-status', part = 'message/delivery-status' } = layout
  const groups = told.map(
    ({ action = 'failed', status = '5.1.1', said = 'smtp; 550 no', about = 'ada@example.org' }) => [
      `Final-Recipient: rfc822; ${about}`,
      `Original-Recipient: rfc822;${about}`,
      `Action: ${action}`,
      `Status: ${status}`,
      'Remote-MTA: dns; mx.example.org',
      `Diagnostic-Code: ${said}`,
      '',
    ],
  )
  return [
    ...['Return-Path: <>', 'From: MAILER-DAEMON@mx.example.com (Mail Delivery System)'],
    ...['Subject: Undelivered Mail Returned to Sender', 'Auto-Submitted: auto-replied', 'MIME-Version: 1.0'],
    ...[`Content-Type: ${type};`, '\tboundary="B42.1/mx.example.com"', ''],
    ...['This is a MIME-encapsulated message.', '', '--B42.1/mx.example.com', 'Content-Type: text/plain', ''],
    ...["I'm sorry to have to inform you", '', '--B42.1/mx.example.com', `Content-Type: ${part}`, ''],
    ...['Reporting-MTA: dns; mx.example.com', 'X-Postfix-Queue-ID: B42', ''],
    ...groups.flat(),
    ...['--B42.1/mx.example.com', 'Content-Type: message/rfc822', '', 'Subject: Hello', '', 'plain words'],
    ...['', '--B42.1/mx.example.com--', ''],
  ].join('\r\n')
}
