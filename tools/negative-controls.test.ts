import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Weakened, without } from '../test/faults/catalogue/control.ts'
import { runControls } from './negative-controls.ts'

const file = 'server/kernel/http/json-body.ts'
const caughtBy = { file: 'server/kernel/http/json-body.test.ts', test: 'may hold 32 levels and not 33' }

/** What the test needs does not start, so that it never looks. */
const withoutReceiver = without(
  'server/kernel/mail/smtp-receiver.test-support.ts',
  'const received: Received[] = []',
  "const received: Received[] = [].concat(JSON.parse('no receiver'))",
  {
    file: 'server/kernel/mail/smtp-transport.test.ts',
    test: 'text and HTML arrive at the one mailbox, under the given Message-ID',
  },
)

// What is run here is no part of the run that this file is in.
delete process.env.NODE_TEST_CONTEXT

test('a guard taken away is caught by the test that fails, and by nothing else', async () => {
  const guard = 'const DEPTH_MAX = 32'
  const controls: { id: string; control: Weakened }[] = [
    { id: 'gone', control: { without: [{ file, guard, instead: 'const DEPTH_MAX = 3_200' }], caughtBy } },
    { id: 'same', control: { without: [{ file, guard, instead: 'const DEPTH_MAX = 16 + 16' }], caughtBy } },
    {
      id: 'elsewhere',
      control: { without: [{ file: 'server/kernel/mail/smtp-transport.ts', guard, instead: '' }], caughtBy },
    },
    {
      id: 'nobody',
      control: { without: [{ file, guard, instead: '' }], caughtBy: { ...caughtBy, test: 'which nobody wrote' } },
    },
  ]
  controls.push({ id: 'unprepared', control: withoutReceiver })
  const told: string[] = []
  const results = await runControls(controls, 2, ({ id }) => told.push(id))
  const verdicts = Object.fromEntries(results.map(({ id, verdict }) => [id, verdict]))
  assert.deepEqual(verdicts, {
    gone: 'caught',
    same: 'NOT CAUGHT',
    elsewhere: 'NOT RUN',
    nobody: 'NOT RUN',
    unprepared: 'NOT RUN',
  })
  assert.deepEqual(told.sort(), ['elsewhere', 'gone', 'nobody', 'same', 'unprepared'])
  assert.match(results.find(({ id }) => id === 'elsewhere')?.said ?? '', /never loaded: server.kernel.mail/)
})
