import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort } from './free-port.ts'
import { requirement } from './requirements.ts'

/** A real S3 server of a test's own: Ceph's gateway over one monitor and one store in memory, on loopback ports. */
export interface TestS3 {
  readonly endpoint: string
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Processes of the server, for measurements. */
  readonly pids: readonly number[]
  /** Takes connections and answers nothing, as a store behind a broken network does. */
  freeze(): Promise<void>
  thaw(): void
  stop(): Promise<void>
}

const run = promisify(execFile)
const START_MS = 90_000
/**
 * What a monitor says to a command that came before the client knew the cluster's id, as happens under load: nothing was done. A
 * store that asks so early ends, which is why its two updates at the start are left out.
 */
const TOO_EARLY = 'problem getting command descriptions'
const TRIES = 5
const POOLS = [
  '.rgw.root',
  ...['log', 'control', 'meta', 'buckets.index', 'buckets.data', 'buckets.non-ec'].map((name) => `default.rgw.${name}`),
]

/** Starts the server, 3 s on an idle machine, 140 MB; the caller skips by `requirement('radosgw')` where there is none. */
export async function startS3(): Promise<TestS3> {
  for (const name of ['radosgw', 'ceph-mon', 'ceph-osd'] as const) {
    const program = requirement(name)
    if (!program.present) throw new Error(program.skip)
  }
  const folder = await mkdtemp(join(tmpdir(), 'plinth-s3-'))
  const children: ChildProcess[] = []
  const stop = async (): Promise<void> => {
    await Promise.all(children.toReversed().map(kill))
    await rm(folder, { recursive: true, force: true })
  }
  try {
    return { ...(await startCluster(folder, children)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startCluster(folder: string, children: ChildProcess[]): Promise<Omit<TestS3, 'stop'>> {
  const fsid = randomUUID()
  const [monitorPort, gatewayPort] = [await freePort(), await freePort()]
  const monitor = `127.0.0.1:${monitorPort}`
  const config = join(folder, 'ceph.conf')
  for (const name of ['mon/a', 'osd/0', 'run', 'log', 'rgw']) await mkdir(join(folder, name), { recursive: true })
  await writeFile(config, configuration({ folder, fsid, monitor, gatewayPort }))
  const ceph = (program: string, ...args: string[]) => command(program, [...args, '-c', config])
  const daemon = (program: string, ...args: string[]): ChildProcess => {
    const child = spawn(program, [...args, '-f', '-c', config], { stdio: 'ignore' })
    children.push(child)
    return child
  }

  const map = join(folder, 'monmap')
  await run('monmaptool', ['--create', '--addv', 'a', `[v1:${monitor}]`, '--fsid', fsid, map])
  await ceph('ceph-mon', '--mkfs', '-i', 'a', '--monmap', map)
  daemon('ceph-mon', '-i', 'a')
  await ceph('ceph', 'osd', 'create')
  await ceph('ceph-osd', '--mkfs', '-i', '0')
  daemon('ceph-osd', '-i', '0')
  await ceph('ceph', 'osd', 'crush', 'add', 'osd.0', '1.0', 'host=localhost', 'root=default')
  // Left to itself the gateway makes them one after another, 2 s each.
  await Promise.all(POOLS.map((pool) => ceph('ceph', 'osd', 'pool', 'create', pool, '2')))
  const gateway = daemon('radosgw', '-n', 'client.rgw')
  const endpoint = `http://127.0.0.1:${gatewayPort}`
  await answers(endpoint, children)
  const keys = {
    accessKeyId: `TEST${randomBytes(8).toString('hex')}`,
    secretAccessKey: randomBytes(20).toString('hex'),
  }
  const account = ['--uid=test', '--display-name=test', `--access-key=${keys.accessKeyId}`]
  await ceph('radosgw-admin', 'user', 'create', ...account, `--secret-key=${keys.secretAccessKey}`)
  return {
    endpoint,
    ...keys,
    pids: children.flatMap(({ pid }) => pid ?? []),
    async freeze() {
      gateway.kill('SIGSTOP')
      while (!(await isStopped(gateway.pid))) await sleep(5)
    },
    thaw: () => void gateway.kill('SIGCONT'),
  }
}

/** A signal reaches the threads of a process one after another: until then some of them still answer. */
async function isStopped(pid: number | undefined): Promise<boolean> {
  const threads = await readdir(`/proc/${pid}/task`)
  const states = await Promise.all(threads.map((id) => readFile(`/proc/${pid}/task/${id}/stat`, 'utf8')))
  return states.every((stat) => stat.slice(stat.lastIndexOf(')') + 2).startsWith('T'))
}

async function command(program: string, args: readonly string[]): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await run(program, [...args], { timeout: START_MS })
      return
    } catch (error) {
      if (!String(error).includes(TOO_EARLY) || attempt === TRIES) throw error
    }
  }
}

interface Layout {
  readonly folder: string
  readonly fsid: string
  readonly monitor: string
  readonly gatewayPort: number
}

function configuration({ folder, fsid, monitor, gatewayPort }: Layout): string {
  return `[global]
fsid = ${fsid}
mon host = v1:${monitor}
auth cluster required = none
auth service required = none
auth client required = none
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 2
osd crush chooseleaf type = 0
mon allow pool size one = true
osd objectstore = memstore
osd class update on start = false
osd crush update on start = false
paxos propose interval = 0.1
paxos min wait = 0.05
memstore device bytes = 1073741824
run dir = ${folder}/run
log file = ${folder}/log/$name.log
admin socket =
pid file = ${folder}/run/$name.pid
ms bind ipv6 = false
ms bind msgr2 = false
public addr = 127.0.0.1
cluster addr = 127.0.0.1
mon data = ${folder}/mon/a
osd data = ${folder}/osd/0
mon data avail crit = 1
[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:${gatewayPort}
rgw data = ${folder}/rgw
rgw multipart min part size = 5242880
`
}

async function answers(endpoint: string, children: readonly ChildProcess[]): Promise<void> {
  for (let waitedMs = 0; waitedMs < START_MS; waitedMs += 100) {
    const ended = children.find(({ exitCode }) => exitCode !== null)
    if (ended !== undefined) throw new Error(`${ended.spawnfile} ended with ${ended.exitCode}`)
    const answer = await fetch(endpoint).catch(() => null)
    if (answer !== null) return void (await answer.arrayBuffer())
    await sleep(100)
  }
  throw new Error(`radosgw did not answer within ${START_MS} ms`)
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}
