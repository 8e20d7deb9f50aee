import type { ReactElement } from 'react'
import { offsetText } from './zoned.ts'

const instant = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' })
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })

interface WhenProps {
  readonly at: string
  readonly show?: 'time' | 'day'
  /** IANA name of a zone, which then stands behind the time; that of the browser is not named. */
  readonly zone?: string
}

/** An instant in the language of the browser, by the clock of its zone or of the one that is named. */
export function When({ at, show = 'time', zone }: WhenProps): ReactElement {
  const moment = new Date(at)
  const format = show === 'day' ? day : instant
  return (
    <time dateTime={at} title={exact.format(moment)}>
      {zone === undefined ? format.format(moment) : inZone(moment, zone)}
    </time>
  )
}

function inZone(moment: Date, zone: string): string {
  const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short', timeZone: zone })
  return `${format.format(moment)}, ${zone} (${offsetText(moment, zone)})`
}
