/** A cron expression of five fields, each as the numbers it names. */
export interface Cron {
  readonly minutes: ReadonlySet<number>
  readonly hours: ReadonlySet<number>
  readonly days: ReadonlySet<number>
  readonly months: ReadonlySet<number>
  /** 0 is Sunday. */
  readonly weekdays: ReadonlySet<number>
  /** The hours are `*`: it goes by the time that passes, whatever the clocks on the wall do. */
  readonly isEveryHour: boolean
  /** Days of the month and of the week are both named: either will do. */
  readonly isEitherDay: boolean
}

const FIELDS = [
  ['minute', 0, 59],
  ['hour', 0, 23],
  ['day of the month', 1, 31],
  ['month', 1, 12],
  ['day of the week', 0, 7],
] as const

/** Numbers, `*`, ranges, lists and steps; neither names nor seconds. Throws TypeError that names the field. */
export function parseCron(text: string): Cron {
  const parts = text.trim().split(/\s+/)
  if (parts.length !== FIELDS.length) throw new TypeError(`not five fields: ${text}`)
  const [minutes, hours, days, months, named] = FIELDS.map((field, at) => numbersOf(parts[at] ?? '', field)) as [
    Set<number>,
    Set<number>,
    Set<number>,
    Set<number>,
    Set<number>,
  ]
  const weekdays = new Set([...named].map((day) => day % 7))
  const isEitherDay = parts[2] !== '*' && parts[4] !== '*'
  return { minutes, hours, days, months, weekdays, isEveryHour: parts[1] === '*', isEitherDay }
}

function numbersOf(text: string, [name, least, most]: (typeof FIELDS)[number]): Set<number> {
  const numbers = new Set<number>()
  for (const part of text.split(',')) {
    const [, all, from, to, step] = /^(?:(\*)|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part) ?? []
    const first = all === undefined ? Number(from) : least
    const isOpen = all !== undefined || (to === undefined && step !== undefined)
    const last = isOpen ? most : Number(to ?? from)
    const by = Number(step ?? 1)
    if (!(first >= least && first <= last && last <= most && by > 0)) throw new TypeError(`no ${name}: ${text}`)
    for (let number = first; number <= last; number += by) numbers.add(number)
  }
  return numbers
}
