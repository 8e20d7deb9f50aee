import { asId } from '../server/kernel/id.ts'
import type { HostCalendar, SlotPolicy } from '../server/products/agency/bookings/availability.ts'
import { slotsOf } from '../server/products/agency/bookings/slots.ts'
import { median } from './load.ts'
import type { Row } from './table.ts'

const HOSTS = 20
const DAYS = 30
const ROUNDS = 50
const MS_MAX = 20
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
/** The clocks of New York and London change within the days that follow. */
const FROM_MS = Date.UTC(2026, 2, 1)
const ZONES = ['Africa/Nairobi', 'America/New_York', 'Europe/London', 'Asia/Kathmandu']

const policy: SlotPolicy = {
  scheduling: 'round_robin',
  bufferBeforeMinutes: 10,
  bufferAfterMinutes: 10,
  minNoticeMinutes: 120,
  advance: { kind: 'rolling', days: 60 },
  slotIntervalMinutes: 30,
  dailyLimit: 6,
  weeklyLimit: 25,
  seats: 1,
}

/** Slots of 30 days for 20 hosts in four zones, each with ten hours a day, an override, time off and sixty appointments. */
export function slotRows(): Row[] {
  const hosts = Array.from({ length: HOSTS }, (_, at) => hostOf(at))
  const query = { fromMs: FROM_MS, untilMs: FROM_MS + DAYS * DAY_MS, nowMs: FROM_MS, durationMinutes: 45 }
  const took: number[] = []
  let slots = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    const startedMs = performance.now()
    slots = slotsOf(hosts, policy, query).length
    took.push(performance.now() - startedMs)
  }
  const [firstMs = Number.NaN, ...warm] = took
  const ms = median(warm)
  return [
    {
      what: `slots of ${DAYS} days for ${HOSTS} hosts`,
      measured: `${ms.toFixed(1)} ms, the first time ${firstMs.toFixed(1)} ms (${slots} slots)`,
      aim: `< ${MS_MAX} ms`,
      met: ms < MS_MAX,
    },
  ]
}

function hostOf(at: number): HostCalendar {
  const rules = [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) => [
    { weekday, startMinute: 480, endMinute: 720 },
    { weekday, startMinute: 780, endMinute: 1140 },
  ])
  const starts = Array.from({ length: 2 * DAYS }, (_, one) => FROM_MS + one * 12 * HOUR_MS + ((at * 7) % 10) * HOUR_MS)
  return {
    hostId: asId<'user'>(`host-${at}`),
    timeZone: ZONES[at % ZONES.length] ?? 'UTC',
    rules,
    overrides: new Map([['2026-03-10', [{ startMinute: 600, endMinute: 660 }]]]),
    away: [{ fromMs: FROM_MS + 20 * DAY_MS, untilMs: FROM_MS + 22 * DAY_MS }],
    taken: starts.map((fromMs) => ({ busy: { fromMs, untilMs: fromMs + HOUR_MS }, session: null })),
    counted: starts,
    turn: { booked: at, weight: 1, lastMs: null },
  }
}
