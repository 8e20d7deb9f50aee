import { idOf, object, oneOf } from '../../kernel/http/schema.ts'
import { type AnyJob, job, type Schedule } from '../../kernel/jobs/job.ts'
import type { PaymentsParts } from './parts.ts'
import { inJob } from './payments.jobs.ts'
import { loops, proveLedger, reconcile, reconcileAll } from './reconcile.ts'
import { providerName } from './shapes.ts'

/** Loops B to D and the proof of the book, by the clock. */
export function reconJobs(parts: PaymentsParts): { readonly jobs: AnyJob[]; readonly schedules: Schedule[] } {
  const compare = job({
    ...{ name: 'payments.reconcile', description: 'Compares what providers list with what is known here.' },
    ...{ attempts: 3, backoffSeconds: 60, deadlineSeconds: 900, concurrency: 1 },
    data: object({ loop: oneOf(loops) }),
    idempotentBy: 'facts and events that are known are not added again; a run that was ended goes on where it was',
    handle: (context, { loop }) => reconcileAll(parts, inJob(context, 'payments.reconcile'), loop),
  })
  const dryRun = job({
    ...{
      name: 'payments.dry-run',
      description: 'Compares with a provider for a person, and keeps only what it found.',
    },
    ...{ attempts: 3, backoffSeconds: 30, deadlineSeconds: 900, concurrency: 1 },
    data: object({ provider: providerName, by: idOf('user') }),
    idempotentBy: 'nothing of a dry run is kept but the run itself, of which a second is one more',
    async handle(context, { provider, by }) {
      const input = { provider, from: null, to: null, isDry: true, startedBy: `user ${by}` }
      await reconcile(parts, inJob(context, 'payments.dry-run'), input)
    },
  })
  const prove = job({
    ...{ name: 'payments.prove-ledger', description: 'Adds the whole book up again.' },
    ...{ attempts: 2, backoffSeconds: 60, deadlineSeconds: 300, data: object({}) },
    idempotentBy: 'it only reads; a difference is opened once',
    async handle(context) {
      const { isProven } = await proveLedger(inJob(context, 'payments.prove-ledger'))
      if (!isProven) context.log.error({}, 'the book does not add up')
    },
  })
  const at = (name: string, cron: string, data: unknown, target: AnyJob): Schedule => ({
    ...{ name: `payments.${name}`, job: target, cron, zone: 'UTC', data },
  })
  return {
    jobs: [compare, dryRun, prove],
    schedules: [
      at('reconcile-events', '*/5 * * * *', { loop: 'events' }, compare),
      at('reconcile-objects', '40 2 * * *', { loop: 'objects' }, compare),
      at('reconcile-balance', '10 3 * * *', { loop: 'balance' }, compare),
      at('prove-ledger', '20 4 * * *', {}, prove),
    ],
  }
}
