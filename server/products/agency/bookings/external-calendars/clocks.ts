import { isZone, localTime, zonedInstant } from '../../../../kernel/zoned.ts'
import type { Interval } from '../availability.ts'
import type { Component, Property } from './content-lines.ts'
import { occurrences } from './recurrence.ts'

/**
 * What clocks show, and when. A wall time is written as the milliseconds at which clocks in UTC would show it: a time that the clocks leave
 * out is taken later, one that they show twice earlier.
 */
export interface Clocks {
  instant(wallMs: number): number
  wall(instantMs: number): number
}

export const utc: Clocks = { instant: (wallMs) => wallMs, wall: (instantMs) => instantMs }

const MINUTE_MS = 60_000
const YEAR_MS = 366 * 86_400_000
/** Clocks change their mind twice a year; a definition that says more is none. */
const CHANGES_MAX = 1000

/** Calendars write such years for "always"; what clocks say then is nobody's business. */
const YEARS = { fromMs: Date.parse('0001-01-02T00:00Z'), untilMs: Date.parse('9999-01-01T00:00Z') }
const isSensible = (ms: number): boolean => ms >= YEARS.fromMs && ms < YEARS.untilMs

/** Clocks of a zone of the IANA database; in years that no calendar means, those of UTC. */
export function zoneClocks(zone: string): Clocks {
  return {
    instant(wallMs) {
      if (!isSensible(wallMs)) return wallMs
      const text = new Date(wallMs).toISOString()
      const at = zonedInstant({ date: text.slice(0, 10), time: text.slice(11, 16) }, zone)
      return at.getTime() + (wallMs - Math.floor(wallMs / MINUTE_MS) * MINUTE_MS)
    },
    wall: (instantMs) =>
      isSensible(instantMs) ? Date.parse(`${localTime(new Date(instantMs), zone).slice(0, 19)}Z`) : instantMs,
  }
}

/**
 * The clocks that TZID in a calendar means: those of the IANA zone of that name, else those that the calendar defines under it, as Outlook does
 * with names of its own; else `floating`.
 */
export function clocksOfCalendar(calendar: Component, floating: Clocks, range: Interval): (id: string) => Clocks {
  const known = new Map<string, Clocks>()
  const defined = new Map(
    calendar.components.filter(({ name }) => name === 'VTIMEZONE').map((zone) => [textOf(zone, 'TZID'), zone]),
  )
  return (id) => {
    const found = known.get(id)
    if (found !== undefined) return found
    const definition = defined.get(id)
    const clocks = isZone(id) ? zoneClocks(id) : definition === undefined ? floating : definedClocks(definition, range)
    known.set(id, clocks)
    return clocks
  }
}

/** The value of a component's first property of this name; empty without one. */
export function textOf(component: Component, name: string): string {
  return propertyOf(component, name)?.value.trim() ?? ''
}

export function propertyOf(component: Component, name: string): Property | undefined {
  return component.properties.find((property) => property.name === name)
}

/** Values of a property that may stand several times and hold several, each as a property of its own. */
export function listOf(component: Component, name: string): Property[] {
  return component.properties
    .filter((property) => property.name === name)
    .flatMap((property) => property.value.split(',').map((value) => ({ ...property, value: value.trim() })))
}

interface Change {
  /** Of the clocks before the change. */
  readonly wallMs: number
  readonly fromMs: number
  readonly toMs: number
}

/** Clocks as VTIMEZONE defines them (RFC 5545, 3.6.5), around the range. */
function definedClocks(definition: Component, range: Interval): Clocks {
  const around = { fromMs: range.fromMs - 2 * YEAR_MS, untilMs: range.untilMs + YEAR_MS }
  const changes = definition.components
    .flatMap((observance) => changesOf(observance, around))
    .toSorted((one, other) => one.wallMs - other.wallMs)
    .slice(-CHANGES_MAX)
  const first = changes[0]
  const before = first?.fromMs ?? 0
  const offsetAt = (hasCome: (change: Change) => boolean): number => changes.findLast(hasCome)?.toMs ?? before
  return {
    instant: (wallMs) =>
      wallMs - offsetAt((change) => change.wallMs + Math.max(0, change.toMs - change.fromMs) <= wallMs),
    wall: (instantMs) => instantMs + offsetAt((change) => change.wallMs - change.fromMs <= instantMs),
  }
}

function changesOf(observance: Component, around: Interval): Change[] {
  const wallMs = wallOf(textOf(observance, 'DTSTART'))
  const fromMs = offsetOf(textOf(observance, 'TZOFFSETFROM'))
  const toMs = offsetOf(textOf(observance, 'TZOFFSETTO'))
  if (wallMs === null || fromMs === null || toMs === null) return []
  const rule = textOf(observance, 'RRULE')
  const repeated = rule === '' ? [] : occurrences({ rule, startMs: wallMs, wallOfUtc: (ms) => ms + fromMs }, around)
  const listed = listOf(observance, 'RDATE').flatMap(({ value }) => wallOf(value) ?? [])
  return [...new Set([wallMs, ...repeated, ...listed])].map((at) => ({ wallMs: at, fromMs, toMs }))
}

const WALL = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})Z?)?$/

/** `20260309T090000` or `20260309` as wall time; null for what is neither. */
export function wallOf(value: string): number | null {
  const [, year, month, day, hour = '00', minute = '00', second = '00'] = WALL.exec(value) ?? []
  const date = `${year}-${month}-${day}`
  const ms = Date.parse(`${date}T${hour}:${minute}:${second === '60' ? '59' : second}Z`)
  // The parser takes 30 February for 2 March.
  return Number.isNaN(ms) || (hour !== '24' && !new Date(ms).toISOString().startsWith(date)) ? null : ms
}

const OFFSET = /^([+-])(\d{2})(\d{2})(\d{2})?$/

function offsetOf(value: string): number | null {
  const [, sign, hours, minutes, seconds = '0'] = OFFSET.exec(value) ?? []
  if (hours === undefined) return null
  return (sign === '-' ? -1 : 1) * ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000
}
