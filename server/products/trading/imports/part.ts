import type { UnitPart } from '../../../kernel/unit-parts.ts'
import type { TradingParts } from '../deps.ts'
import { commitJob } from './commit.job.ts'
import { importPurpose } from './detected.ts'
import { importCompleted, importUndone } from './events.ts'
import { importStepRoutes } from './import-steps.routes.ts'
import { importRoutes } from './imports.routes.ts'
import { importFinishedMail } from './mails.ts'
import { erasePerson, exportPerson } from './personal-data.ts'
import { previewJob } from './preview-run.ts'
import { importProblem } from './problems.ts'
import { profileRoutes } from './profiles.routes.ts'
import { applyRatesJob } from './rated.job.ts'
import { reconciledRoutes } from './reconciled.routes.ts'
import { retention } from './retention.job.ts'
import { undoJob } from './undo.job.ts'
import { createWaitingJob } from './waiting.job.ts'
import { waitingRoutes } from './waiting.routes.ts'

/** Brokers' files: read by profiles, previewed, brought into accounts once, and taken out again. */
export function createImports(deps: TradingParts): UnitPart {
  const { job: dropFiles, schedule } = retention(deps.files)
  deps.files.declarePurposes([importPurpose])
  return {
    routes: [
      ...[...importRoutes(deps), ...importStepRoutes(deps), ...reconciledRoutes(deps)],
      ...[...waitingRoutes(deps), ...profileRoutes(deps)],
    ],
    problems: [importProblem],
    permissions: {},
    events: [importCompleted, importUndone],
    jobs: [previewJob(deps), commitJob(deps), undoJob(), createWaitingJob(), applyRatesJob(), dropFiles],
    schedules: [schedule],
    mails: [importFinishedMail],
    exports: ['imports', 'importProfiles'],
    exportPerson: (userId) => exportPerson(deps.db, userId),
    erasePerson: (tx, userId) => erasePerson(tx, userId),
  }
}
