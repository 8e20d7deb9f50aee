import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { after, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pino from 'pino'
import type { Logger } from '../../kernel/telemetry/log.ts'
import { createStrengthMeter } from './password-strength.ts'

const log = pino({ level: 'silent' }) as unknown as Logger
/** Content is what these tests look at: on a busy machine an estimate may take long. */
const patient = { timeoutMs: 20_000, hangMs: 30_000, waitMs: 60_000 }
const meter = createStrengthMeter(log, patient)

/** Nothing in it repeats, so that nothing shortens the search. */
const varied = Array.from({ length: 256 }, (_, at) => String.fromCodePoint(33 + ((at * 37) % 94))).join('')

describe('password strength', () => {
  after(() => meter.stop())

  test('no thread exists before the first question', async () => {
    assert.equal(meter.isLoaded(), false)
    assert.ok((await meter.estimate({ password: 'Tr0ub4dour&3', words: [] }))?.score)
    assert.equal(meter.isLoaded(), true)
  })

  test('what follows a pattern scores low, what does not scores high', async () => {
    const score = async (password: string, words: string[] = []) => (await meter.estimate({ password, words }))?.score
    assert.equal(await score('summer2024'), 1)
    assert.equal(await score('qwertyuiop12'), 1)
    assert.equal(await score('a quiet harbour at dawn'), 4)
    const known = await score('lovelacelovelace', ['lovelace'])
    const unknown = await score('lovelacelovelace')
    assert.ok(known !== undefined && unknown !== undefined && known <= unknown)
  })

  test('256 varied characters neither block the event loop nor keep the caller', async (t) => {
    const strict = createStrengthMeter(log, { waitMs: 60_000 })
    t.after(() => strict.stop())
    await strict.estimate({ password: 'summer2024', words: [] })
    const delay = monitorEventLoopDelay({ resolution: 5 })
    delay.enable()
    const startedMs = performance.now()
    await strict.estimate({ password: varied, words: [] })
    const tookMs = performance.now() - startedMs
    delay.disable()
    assert.ok(tookMs < 400, `${tookMs} ms`)
    assert.ok(delay.percentile(50) / 1e6 < 50, `event loop held for ${delay.percentile(50) / 1e6} ms`)
  })

  test('an estimate out of time is given up at once, and costs its thread when it hangs; the next ones are answered', async (t) => {
    const endless = { password: varied, words: Array.from({ length: 200_000 }, (_, at) => `word${at}`) }
    const warnings: unknown[] = []
    const strict = createStrengthMeter(
      { warn: (...given: unknown[]) => void warnings.push(given) },
      { ...patient, timeoutMs: 20, hangMs: 60 },
    )
    t.after(() => strict.stop())
    const [first, second] = await Promise.all([strict.estimate(endless), strict.estimate(endless)])
    assert.deepEqual([first, second], [null, null])
    assert.equal(warnings.length > 0, true)
    const lenient = createStrengthMeter(log, { ...patient, timeoutMs: 20 })
    t.after(() => lenient.stop())
    assert.equal(await lenient.estimate(endless), null)
    assert.equal(lenient.isLoaded(), true)
  })

  test('beyond the questions that may wait, the answer is null at once', async (t) => {
    const small = createStrengthMeter(log, { ...patient, waitingMax: 2 })
    t.after(() => small.stop())
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => small.estimate({ password: 'summer2024', words: [] })),
    )
    assert.deepEqual(
      answers.map((answer) => answer?.score ?? null),
      [1, 1, null, null, null],
    )
  })

  test('the thread ends when nobody asks', async (t) => {
    const brief = createStrengthMeter(log, { ...patient, idleMs: 20 })
    t.after(() => brief.stop())
    await brief.estimate({ password: 'summer2024', words: [] })
    for (let at = 0; at < 100 && brief.isLoaded(); at += 1) await sleep(10)
    assert.equal(brief.isLoaded(), false)
    assert.equal((await brief.estimate({ password: 'summer2024', words: [] }))?.score, 1)
  })

  test('an idle thread does not keep the process, a pending question does', async () => {
    const url = new URL('./password-strength.ts', import.meta.url).href
    const source = `
      const { createStrengthMeter } = await import(${JSON.stringify(url)})
      const meter = createStrengthMeter({ warn() {} }, ${JSON.stringify(patient)})
      console.log((await meter.estimate({ password: 'summer2024', words: [] })).score)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', source], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const output: Buffer[] = []
    child.stdout.on('data', (bytes) => output.push(bytes))
    const startedMs = performance.now()
    const code = await new Promise((resolve) => child.on('close', resolve))
    assert.deepEqual([code, Buffer.concat(output).toString()], [0, '1\n'])
    assert.ok(performance.now() - startedMs < 20_000, 'an idle thread would keep it for a minute')
  })
})
