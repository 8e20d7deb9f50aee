import { problems } from '../problem.ts'
import { createLog } from './create-log.ts'

/** Writes what a test reads from another process: `node <this> <format>`. */
const { log, flush } = createLog(
  { level: 'info', format: process.argv[2] === 'text' ? 'text' : 'json', version: '1.2.3' },
  () => undefined,
)
const problem = problems('sample', { broken: { status: 500, title: 'Broken' } })
log.debug({}, 'below the level')
log.info({ at: 'line\nbreak and \u001b[31mred and \u2028', size: 10 }, 'plain')
log.child({ requestId: 'r-1' }).warn(
  {
    error: Object.assign(new Error('lost'), { code: 'ECONNRESET', password: 'canary', config: { token: 'canary' } }),
  },
  'with an error',
)
log.error(
  { error: problem('broken', { cause: new TypeError('the cause'), params: { token: 'canary' } }) },
  'with a cause',
)
log.error({ error: { password: 'canary' } }, 'with something thrown that is no error')
await flush()
