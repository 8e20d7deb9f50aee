import type { ReactElement } from 'react'

const instant = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' })
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })

/** An instant in the zone and language of the browser. */
export function When({ at, show = 'time' }: { at: string; show?: 'time' | 'day' }): ReactElement {
  const moment = new Date(at)
  return (
    <time dateTime={at} title={exact.format(moment)}>
      {(show === 'day' ? day : instant).format(moment)}
    </time>
  )
}
