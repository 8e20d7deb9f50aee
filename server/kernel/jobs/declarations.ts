import type { Schedule } from './job.ts'
import { type JobDeclarations, jobQueue, type QueueSpec, subscriptionQueue } from './queues.ts'
import { compileTicks } from './ticks.ts'

/** What the units of this process have declared so far. */
export interface Declarations {
  readonly queues: ReadonlyMap<string, QueueSpec>
  /** Event name -> queues of its subscribers. */
  readonly subscribers: ReadonlyMap<string, readonly string[]>
  readonly schedules: readonly Schedule[]
  /** Throws TypeError for a name that is taken and a schedule that does not fit its job, RangeError for a zone there is not. */
  declare(unit: JobDeclarations): void
}

/** Collects the declarations of all units. */
export function createDeclarations(): Declarations {
  const queues = new Map<string, QueueSpec>()
  const subscribers = new Map<string, string[]>()
  const schedules: Schedule[] = []

  function add(spec: QueueSpec): void {
    if (queues.has(spec.name)) throw new TypeError(`two jobs or subscribers are named ${spec.name}`)
    queues.set(spec.name, spec)
  }

  function addSchedule(schedule: Schedule): void {
    const fault = queues.get(schedule.job.name)?.check(schedule.data)
    if (fault === undefined) throw new TypeError(`schedule ${schedule.name} runs an undeclared job`)
    if (fault !== null) throw new TypeError(`schedule ${schedule.name} has wrong data: ${fault}`)
    if (schedules.some(({ name }) => name === schedule.name))
      throw new TypeError(`two schedules are named ${schedule.name}`)
    compileTicks(schedule.cron, schedule.zone)
    schedules.push(schedule)
  }

  return {
    queues,
    subscribers,
    schedules,
    declare(unit) {
      for (const declared of unit.jobs ?? []) add(jobQueue(declared))
      for (const subscription of unit.subscriptions ?? []) {
        add(subscriptionQueue(subscription))
        const names = subscribers.get(subscription.event.name) ?? []
        subscribers.set(subscription.event.name, [...names, subscription.name])
      }
      for (const schedule of unit.schedules ?? []) addSchedule(schedule)
    },
  }
}
