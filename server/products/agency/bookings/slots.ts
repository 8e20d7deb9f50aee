import type { Id } from '../../../kernel/id.ts'
import type { HostCalendar, Refusal, Slot, SlotPolicy, SlotQuery } from './availability.ts'
import { type HostSlots, hostSlots } from './host-slots.ts'

/** The slots that begin within the query's range, in order. Pure: the same calendars, policy and instant give the same slots. */
export function slotsOf(hosts: readonly HostCalendar[], policy: SlotPolicy, query: SlotQuery): Slot[] {
  const each = hosts.map((host) => ({ host, slots: hostSlots(host, policy, query) }))
  return policy.scheduling === 'collective' ? ofAll(each) : ofAny(each)
}

/** Why nobody can be booked at this start: what stands in the way of most; null when it can be. */
export function refusalOf(
  hosts: readonly HostCalendar[],
  policy: SlotPolicy,
  query: Omit<SlotQuery, 'fromMs' | 'untilMs'> & { readonly startMs: number },
): Refusal | null {
  const range = { ...query, fromMs: query.startMs, untilMs: query.startMs + 1 }
  if (slotsOf(hosts, policy, range).length > 0) return null
  const refusals = hosts.map((host) => hostSlots(host, policy, range).refusal(query.startMs))
  // What the client can wait for is said before what no waiting helps.
  return (['taken', 'limit', 'past', 'too-soon', 'too-far'] as const).find((one) => refusals.includes(one)) ?? 'outside'
}

interface Judged {
  readonly host: HostCalendar
  readonly slots: HostSlots
}

function ofAny(each: readonly Judged[]): Slot[] {
  const byTurn = each.toSorted((one, other) => compareTurns(one.host, other.host))
  const found = new Map<number, { hostIds: Id<'user'>[]; seatsLeft: number }>()
  for (const { host, slots } of byTurn) {
    for (const [startMs, seatsLeft] of slots.open) {
      const known = found.get(startMs)
      if (known === undefined) found.set(startMs, { hostIds: [host.hostId], seatsLeft })
      else {
        known.hostIds.push(host.hostId)
        known.seatsLeft += seatsLeft
      }
    }
  }
  return [...found]
    .map(([startMs, slot]) => ({ startMs, ...slot }))
    .toSorted((one, other) => one.startMs - other.startMs)
}

function ofAll(each: readonly Judged[]): Slot[] {
  const [first, ...others] = each
  if (first === undefined) return []
  const hostIds = each.map(({ host }) => host.hostId)
  return [...first.slots.open]
    .filter(([startMs]) => others.every(({ slots }) => slots.open.has(startMs)))
    .map(([startMs, seatsLeft]) => ({ startMs, hostIds, seatsLeft }))
}

/** The smallest share of late first, then who was booked longest ago; never booked comes before all. */
function compareTurns({ turn: one, hostId }: HostCalendar, { turn: other, hostId: otherId }: HostCalendar): number {
  const shares = one.booked * other.weight - other.booked * one.weight
  if (shares !== 0) return shares
  const last = (one.lastMs ?? Number.NEGATIVE_INFINITY) - (other.lastMs ?? Number.NEGATIVE_INFINITY)
  return Number.isNaN(last) || last === 0 ? (hostId < otherId ? -1 : 1) : last
}
