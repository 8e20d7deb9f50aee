import type { Unit } from '../../kernel/unit.ts'
import { seedDemo } from './demo.ts'
import { alarmRaised } from './events.ts'
import { experimentRoutes } from './experiments.routes.ts'
import { createRecorder } from './exposures/recorder.ts'
import { reportRoutes } from './exposures/reports.routes.ts'
import { CHANNEL } from './lifecycle.ts'
import { alarmMail } from './mails.ts'
import { countEvent } from './metrics/facts.ts'
import { metricRoutes } from './metrics/metrics.routes.ts'
import type { ExperimentsDeps, FlagsDoor } from './parts.ts'
import { eraseUnit, exportUnit } from './people.ts'
import { experimentsProblem } from './problems.ts'
import { analysisJobs } from './results/analyse.jobs.ts'
import { powerRoute } from './results/power.routes.ts'
import { resultRoutes } from './results/results.routes.ts'

export type { FlagsDoor } from './parts.ts'
export { createPseudonyms } from './pseudonyms.ts'

export interface Experiments extends Unit {
  /** Whose rules are measured and whose flags guardrails switch off; without, no experiment starts. Once, while the program is assembled. */
  connectFlags(door: FlagsDoor): void
}

/** Measures what a flag does to what people do: exposures, metrics, statistics, alarms. */
export function createExperiments(deps: ExperimentsDeps): Experiments {
  const { db, bus, pseudonyms } = deps
  const recorder = createRecorder(deps)
  bus.listen(CHANNEL, recorder.forget)
  bus.onGap(recorder.forget)
  let connected: FlagsDoor | null = null
  const flags: Pick<FlagsDoor, 'rule' | 'switchOff'> = {
    rule: async (...rule) => (await connected?.rule(...rule)) ?? null,
    switchOff: async (tx, flag) => connected?.switchOff(tx, flag),
  }
  const { jobs, schedules, enqueueAnalysis } = analysisJobs({ ...deps, flags })
  return {
    name: 'experiments',
    migrations: new URL('./migrations/', import.meta.url),
    routes: [
      ...experimentRoutes({ ...deps, flags }),
      ...metricRoutes(deps),
      ...reportRoutes(deps),
      ...resultRoutes(deps, recorder, enqueueAnalysis),
      powerRoute(),
    ],
    problems: [experimentsProblem],
    permissions: {
      'experiments:read': 'See experiments, their metrics and their results',
      'experiments:write': 'Make, start, stop and conclude experiments, and make metrics',
      'experiments:report': 'Tell who got which variant of an experiment, and what they did',
    },
    events: [alarmRaised],
    subscriptions: deps.events.map((event) => countEvent(pseudonyms, event)),
    ...{ jobs, schedules, mails: [alarmMail] },
    exportPerson: (userId) => exportUnit(db, pseudonyms, userId),
    erasePerson: (tx, userId) => eraseUnit(tx, pseudonyms, userId),
    seedDemo: () => seedDemo({ ...deps, flags, enqueueAnalysis }),
    stop: recorder.stop,
    connectFlags(door) {
      connected = door
      door.onServed(recorder.record)
    },
  }
}
