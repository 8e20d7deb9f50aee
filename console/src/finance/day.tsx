import type { ReactElement } from 'react'

const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' })

/** A calendar day, the same one everywhere: no zone moves it. */
export function Day({ of }: { of: string }): ReactElement {
  return <time dateTime={of}>{format.format(new Date(`${of}T00:00:00Z`))}</time>
}
