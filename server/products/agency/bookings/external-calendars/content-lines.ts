/** One property of a calendar file (RFC 5545, 3.1): names are in upper case, values as they were written. */
export interface Property {
  readonly name: string
  readonly parameters: ReadonlyMap<string, string>
  readonly value: string
}

export interface Component {
  readonly name: string
  readonly properties: readonly Property[]
  readonly components: readonly Component[]
}

interface OpenComponent extends Component {
  readonly properties: Property[]
  readonly components: Component[]
}

/** What is there is no calendar that can be read; the message is fit to be shown to whoever gave its address. */
export class CalendarUnreadable extends Error {
  override readonly name = 'CalendarUnreadable'
}

const FOLD = /\r?\n[ \t]/g
const LINE_END = /\r\n|\n|\r/
const BYTE_ORDER_MARK = /^\uFEFF/

/** The calendars of a file; properties other than `wanted` are left out. Throws CalendarUnreadable for what is none, or is cut off. */
export function readCalendars(text: string, wanted: ReadonlySet<string>): readonly Component[] {
  const root: OpenComponent = { name: '', properties: [], components: [] }
  const open = [root]
  for (const line of text.replace(BYTE_ORDER_MARK, '').replaceAll(FOLD, '').split(LINE_END)) {
    if (line.trim() === '') continue
    const property = propertyOf(line)
    if (property === null) {
      if (open.length === 1) throw new CalendarUnreadable('what the address leads to is no calendar')
      continue
    }
    step(open, property, wanted)
  }
  if (open.length > 1) throw new CalendarUnreadable('the calendar breaks off in the middle')
  if (root.components.length === 0) throw new CalendarUnreadable('what the address leads to is no calendar')
  return root.components
}

function step(open: OpenComponent[], property: Property, wanted: ReadonlySet<string>): void {
  const { name, value } = property
  const [innermost] = open.slice(-1)
  if (name === 'BEGIN') {
    const begun = { name: value.trim().toUpperCase(), properties: [], components: [] }
    if (open.length === 1 && begun.name !== 'VCALENDAR')
      throw new CalendarUnreadable('what the address leads to is no calendar')
    innermost?.components.push(begun)
    open.push(begun)
  } else if (name === 'END') {
    if (open.length === 1 || innermost?.name !== value.trim().toUpperCase())
      throw new CalendarUnreadable('the parts of the calendar do not end where they should')
    open.pop()
  } else if (wanted.has(name)) innermost?.properties.push(property)
}

/** Null for what is no property. A colon or semicolon in quotes belongs to the parameter. */
function propertyOf(line: string): Property | null {
  const parts: string[] = []
  let from = 0
  let isQuoted = false
  for (let at = 0; at < line.length; at += 1) {
    const character = line[at]
    if (character === '"') isQuoted = !isQuoted
    if (isQuoted || (character !== ';' && character !== ':')) continue
    parts.push(line.slice(from, at))
    from = at + 1
    if (character === ':') {
      const [name = '', ...parameters] = parts
      return { name: name.trim().toUpperCase(), parameters: parametersOf(parameters), value: line.slice(from) }
    }
  }
  return null
}

function parametersOf(parts: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    parts.map((part) => {
      const equals = part.indexOf('=')
      const value = part.slice(equals + 1).trim()
      return [part.slice(0, Math.max(equals, 0)).trim().toUpperCase(), value.replaceAll('"', '')]
    }),
  )
}
