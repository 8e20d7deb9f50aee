import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { freePort } from './free-port.ts'
import { requirement } from './requirements.ts'

/** A real redis-server of a test's own, on a loopback port, keeping nothing. */
export interface TestRedis {
  readonly url: string
  /** Where it writes users to, when it was started to keep them. */
  readonly aclFile: string
  /** Stops answering without closing connections, as a machine under load does. */
  freeze(): void
  thaw(): void
  /** Ends it as a crash does. */
  kill(): Promise<void>
  /** After kill(): another on the same port, which knows nothing unless the first was told to SAVE. */
  startAgain(): Promise<void>
  /** kill() and startAgain(). */
  restart(): Promise<void>
  stop(): Promise<void>
}

/** Starts redis-server, `isCluster` as the only shard of one; the caller skips by `requirement('redis-server')` where there is none. */
export async function startRedis({ keepsUsers = false, isCluster = false } = {}): Promise<TestRedis> {
  const program = requirement('redis-server')
  if (!program.present) throw new Error(program.skip)
  const folder = await mkdtemp(join(tmpdir(), 'plinth-redis-'))
  const port = await freePort()
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder]
  const aclFile = join(folder, 'users.acl')
  await writeFile(aclFile, '')
  if (keepsUsers) args.push('--aclfile', aclFile)
  if (isCluster) args.push('--cluster-enabled', 'yes')
  const url = `redis://127.0.0.1:${port}`
  const start = (): ChildProcess => spawn(program.path, args, { stdio: 'ignore' })
  let child = start()
  await answers(url)
  if (isCluster) await takeAllSlots(url)
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  const startAgain = async (): Promise<void> => {
    child = start()
    await answers(url)
  }
  return {
    url,
    aclFile,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    kill,
    startAgain,
    async restart() {
      await kill()
      await startAgain()
    },
    async stop() {
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function answers(url: string): Promise<void> {
  const client = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: 250 })
  client.on('error', () => undefined)
  await client.ping()
  client.disconnect()
}

async function takeAllSlots(url: string): Promise<void> {
  const client = new Redis(url)
  await client.cluster('ADDSLOTSRANGE', 0, 16383)
  while (!String(await client.cluster('INFO')).includes('cluster_state:ok')) await sleep(20)
  client.disconnect()
}
