import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm, truncate } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { createInterface } from 'node:readline'

/** What strace is to write down: whatever changes files, and what puts it on the disk. `-s`: more than is written at once. */
export const STRACE = [
  ...['-f', '-ttt', '-T', '-y', '-s', '4000000', '--seccomp-bpf'],
  '-e',
  'trace=openat,write,pwrite64,writev,pwritev,ftruncate,fallocate,rename,renameat,unlink,unlinkat,mkdir,fsync,fdatasync',
]

/** One call that has returned. `beganMs` and `endedMs` are of the clock of this machine, in milliseconds since 1970. */
interface Call {
  readonly pid: string
  readonly name: string
  readonly words: string
  readonly result: number
  /** Of a call that opens a file. */
  readonly opened: string | undefined
  readonly beganMs: number
  readonly endedMs: number
}

interface Write {
  readonly at: number
  readonly bytes: Buffer
  readonly endedMs: number
}

/** How a disk loses its power. */
export interface PowerLoss {
  readonly atMs: number
  /** From 0 to 1 for each piece that nobody had synced: below a half it reached the disk all the same. */
  readonly chance: () => number
  /** Syncs that end later are told and not done: a disk that does not keep its word. */
  readonly trueUntilMs?: number
}

interface Lost {
  readonly synced: number
  /** Writes that were not on the disk when the power went, by the word of whoever wrote. */
  readonly unsynced: number
}

const PAGE_BYTES = 4096
const LINE = /^(\d+) +(\d+\.\d+) (.*)$/
const BEGUN = /^(\w+)\((.*) <unfinished \.\.\.>$/
const RESUMED = /^<\.\.\. (\w+) resumed>(.*)$/
const WHOLE = /^(\w+)\((.*)\) += (-?\d+)(?:<(.*)>)?.* <(\d+\.\d+)>$/
const REST = /^(.*)\) += (-?\d+)(?:<(.*)>)? </

/** The calls of a trace in the order in which they returned; those that never did are not among them. */
async function* calls(trace: string): AsyncGenerator<Call> {
  const open = new Map<string, { name: string; words: string; beganMs: number }>()
  const lines = createInterface({ input: createReadStream(trace, 'latin1'), crlfDelay: Number.POSITIVE_INFINITY })
  for await (const line of lines) {
    const [, pid = '', seconds = '', text = ''] = LINE.exec(line) ?? []
    const atMs = Number(seconds) * 1000
    const begun = BEGUN.exec(text)
    const resumed = RESUMED.exec(text)
    if (begun !== null) {
      open.set(pid, { name: begun[1] ?? '', words: begun[2] ?? '', beganMs: atMs })
    } else if (resumed !== null) {
      const [, rest = '', result = '', opened] = REST.exec(resumed[2] ?? '') ?? []
      const former = open.get(pid)
      if (former !== undefined)
        yield { ...former, pid, words: former.words + rest, result: Number(result), opened, endedMs: atMs }
    } else {
      const [, name = '', words = '', result = '', opened, took = ''] = WHOLE.exec(text) ?? []
      const endedMs = atMs + Number(took) * 1000
      if (name !== '') yield { pid, name, words, result: Number(result), opened, beganMs: atMs, endedMs }
    }
  }
}

const BACKSLASH = 92
const ZERO = 48
const ESCAPES: Readonly<Record<string, number>> = { n: 10, t: 9, v: 11, f: 12, r: 13, '\\': 92, '"': 34 }

/** The bytes that strace shows as a text of C. */
function unescaped(text: string): Buffer {
  const bytes = Buffer.allocUnsafe(text.length)
  let length = 0
  for (let at = 0; at < text.length; length += 1) {
    if (text.charCodeAt(at) !== BACKSLASH) {
      bytes[length] = text.charCodeAt(at)
      at += 1
      continue
    }
    at += 1
    let value = 0
    const first = at
    while (at < first + 3 && isOctal(text.charCodeAt(at))) {
      value = value * 8 + text.charCodeAt(at) - ZERO
      at += 1
    }
    if (at === first) {
      value = ESCAPES[text[at] ?? ''] ?? 0
      at += 1
    }
    bytes[length] = value
  }
  return bytes.subarray(0, length)
}

function isOctal(code: number): boolean {
  return code >= ZERO && code < ZERO + 8
}

const QUOTED = /"([^"\\]*(?:\\.[^"\\]*)*)"(\.\.\.)?/g

function quoted(words: string): string[] {
  return [...words.matchAll(QUOTED)].map(([, text = '', cut]) => {
    if (cut !== undefined) throw new Error('strace cut what was written')
    return text
  })
}

/**
 * Makes of a copy of a folder, as it was before the trace began, what a disk holds that keeps what was synced and of the rest what chance
 * leaves, page by page. What becomes of names (made, moved, removed) is kept in its order, as a file system with a journal does.
 */
export async function replay(trace: string, folder: string, copy: string, loss: PowerLoss): Promise<Lost> {
  const pending = new Map<string, Write[]>()
  const positions = new Map<string, number>()
  const counts = { synced: 0, unsynced: 0 }
  const placeOf = (path: string): string | null => {
    const place = relative(folder, resolve(folder, path))
    return place.startsWith('..') || place === '' ? null : place
  }
  for await (const call of calls(trace)) {
    if (call.endedMs > loss.atMs) break
    if (call.result < 0) continue
    const at = placeOf(/^\d+<(\/[^>]*)>/.exec(call.words)?.[1] ?? folder)
    if (isSync(call)) {
      const isDone = call.endedMs <= (loss.trueUntilMs ?? loss.atMs)
      const due = at === null || !isDone ? [] : (pending.get(at) ?? [])
      if (at === null || due.length === 0) continue
      await apply(
        join(copy, at),
        due.filter(({ endedMs }) => endedMs <= call.beganMs),
      )
      pending.set(
        at,
        due.filter(({ endedMs }) => endedMs > call.beganMs),
      )
      counts.synced += 1
    } else if (at !== null && isWrite(call)) {
      pending.set(at, [...(pending.get(at) ?? []), writeOf(call, positions)])
    } else if (!isWrite(call)) {
      await changeNames(call, { at, copy, pending, positions, placeOf })
    }
  }
  for (const [at, writes] of pending) {
    counts.unsynced += writes.length
    await apply(
      join(copy, at),
      writes.flatMap(pages).filter(() => loss.chance() < 0.5),
    )
  }
  return counts
}

function isSync({ name }: Call): boolean {
  return name === 'fsync' || name === 'fdatasync'
}

function isWrite({ name }: Call): boolean {
  return /^p?write(64|v)?$/.test(name)
}

/** What is written without a place comes after what was written since the file was opened. */
function writeOf({ pid, name, words, result, endedMs }: Call, positions: Map<string, number>): Write {
  const bytes = Buffer.concat(quoted(words).map(unescaped)).subarray(0, result)
  if (name.startsWith('p')) return { at: Number(/, (\d+)$/.exec(words)?.[1]), bytes, endedMs }
  const file = `${pid} ${/<([^>]*)>/.exec(words)?.[1]}`
  const at = positions.get(file) ?? 0
  positions.set(file, at + bytes.length)
  return { at, bytes, endedMs }
}

function pages({ at, bytes, endedMs }: Write): Write[] {
  const count = Math.ceil(bytes.length / PAGE_BYTES)
  return Array.from({ length: count }, (_, page) => ({
    at: at + page * PAGE_BYTES,
    bytes: bytes.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES),
    endedMs,
  }))
}

async function apply(path: string, writes: readonly Write[]): Promise<void> {
  if (writes.length === 0) return
  const file = await open(path, 'r+')
  for (const { at, bytes } of writes) await file.write(bytes, 0, bytes.length, at)
  await file.close()
}

interface Names {
  readonly at: string | null
  readonly copy: string
  readonly pending: Map<string, Write[]>
  /** How far a process has written in a file since it opened it. */
  readonly positions: Map<string, number>
  readonly placeOf: (path: string) => string | null
}

async function changeNames({ pid, name, words, opened }: Call, names: Names): Promise<void> {
  const { at, copy, pending, positions, placeOf } = names
  const [one, other] = quoted(words.replaceAll(/<[^>]*>/g, '')).map(placeOf)
  if (name === 'openat') positions.delete(`${pid} ${opened}`)
  if (name === 'openat' && /O_CREAT|O_TRUNC/.test(words) && one) {
    await mkdir(dirname(join(copy, one)), { recursive: true })
    await (await open(join(copy, one), words.includes('O_TRUNC') ? 'w' : 'a')).close()
  } else if (name.startsWith('rename') && one && other) {
    await rename(join(copy, one), join(copy, other))
    pending.set(other, pending.get(one) ?? [])
    pending.delete(one)
  } else if (name.startsWith('unlink') && one) {
    await rm(join(copy, one), { recursive: true, force: true })
    pending.delete(one)
  } else if (name === 'mkdir' && one) {
    await mkdir(join(copy, one), { recursive: true })
  } else if (name === 'ftruncate' && at !== null) {
    await truncate(join(copy, at), Number(/, (\d+)$/.exec(words)?.[1]))
  } else if (name === 'fallocate' && at !== null) {
    const [, from = '0', bytes = '0'] = /, (\d+), (\d+)$/.exec(words) ?? []
    const file = await open(join(copy, at), 'r+')
    const { size } = await file.stat()
    if (size < Number(from) + Number(bytes)) await file.truncate(Number(from) + Number(bytes))
    await file.close()
  }
}
