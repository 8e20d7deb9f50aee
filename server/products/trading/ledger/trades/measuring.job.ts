import { idOf, object } from '../../../../kernel/http/schema.ts'
import { type AnyJob, job } from '../../../../kernel/jobs/job.ts'
import { findUnmeasured, keepMeasured, measureQueue, measureTrades } from './measuring.ts'

const BATCH = 200

/** Measures how far closed trades went by price bars, those alone of which something changed. */
export const measuringJob: AnyJob = job({
  name: measureQueue,
  description: 'Measures how far the trades of an account went, by price bars',
  data: object({ accountId: idOf('trading-account') }),
  ...{ attempts: 5, backoffSeconds: 10, deadlineSeconds: 1800 },
  idempotentBy: 'the trade, of which there is one row while neither it nor its bars change',
  async handle({ db, once, signal }, { accountId }) {
    for (;;) {
      signal.throwIfAborted()
      const { generation, ids } = await findUnmeasured(db, accountId, BATCH)
      if (ids.length === 0) return
      const measured = await measureTrades(db, ids)
      await once((tx) => keepMeasured(tx, { accountId, generation }, measured), `measured ${generation}`)
    }
  },
})
