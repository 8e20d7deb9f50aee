import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './free-port.ts'
import { requirement } from './requirements.ts'

/** A real clamd of a test's own, on a loopback port, that knows one signature and needs no network. */
export interface TestClamd {
  readonly url: string
  /** Bytes it finds, wherever they stand. */
  readonly malware: Buffer
  stop(): Promise<void>
}

const MALWARE = Buffer.from('PLINTH-TEST-MALWARE-5f1d3c')
const START_MS = 60_000

/** Starts clamd on this port or one of the system's; the caller skips by `requirement('clamd')` where there is none. */
export async function startClamd(given?: number): Promise<TestClamd> {
  const program = requirement('clamd')
  if (!program.present) throw new Error(program.skip)
  const folder = await mkdtemp(join(tmpdir(), 'plinth-clamd-'))
  const port = given ?? (await freePort())
  await mkdir(join(folder, 'db'))
  await writeFile(join(folder, 'db', 'test.ndb'), `Plinth.Test:0:*:${MALWARE.toString('hex')}\n`)
  const config = join(folder, 'clamd.conf')
  await writeFile(
    config,
    `Foreground yes
DatabaseDirectory ${folder}/db
TemporaryDirectory ${folder}
LogFile ${folder}/clamd.log
TCPAddr 127.0.0.1
TCPSocket ${port}
StreamMaxLength 1M
`,
  )
  const child = spawn(program.path, ['-c', config], { stdio: 'ignore' })
  for (let waitedMs = 0; !(await accepts(port)); waitedMs += 50) {
    if (child.exitCode !== null) throw new Error(`clamd ended with ${child.exitCode}`)
    if (waitedMs > START_MS) throw new Error('clamd did not answer')
    await sleep(50)
  }
  return {
    url: `tcp://127.0.0.1:${port}`,
    malware: MALWARE,
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
