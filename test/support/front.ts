import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pickPort, statusOf } from './server-process.ts'

const START_MS_MAX = 20_000

/** A program of others before servers of ours, at an address of its own. */
export interface Front {
  readonly url: string
  stop(): Promise<void>
}

/** Where a front keeps its files, and listens. */
export interface FrontPlace {
  readonly folder: string
  readonly port: number
}

export interface FrontProgram {
  readonly program: string
  settings(place: FrontPlace): string
  /** How it is started with its settings at `path`. */
  options(path: string, place: FrontPlace): readonly string[]
}

/** Starts a front in a folder of its own, and waits until a server answers through it. */
export async function startFront({ program, settings, options }: FrontProgram): Promise<Front> {
  const place = { folder: await mkdtemp(join(tmpdir(), 'plinth-front-')), port: await pickPort() }
  const path = join(place.folder, 'front.conf')
  await writeFile(path, settings(place))
  const child = spawn(program, options(path, place), { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (piece: Buffer) => {
    said = `${said}${piece.toString()}`.slice(-4000)
  })
  const url = `http://127.0.0.1:${place.port}`
  const startedMs = performance.now()
  while ((await statusOf(url, '/livez')) !== 200) {
    if (child.exitCode !== null || performance.now() - startedMs > START_MS_MAX)
      throw new Error(`no ${program}:\n${said}`)
    await sleep(50)
  }
  return {
    url,
    async stop() {
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
      await rm(place.folder, { recursive: true, force: true })
    },
  }
}
