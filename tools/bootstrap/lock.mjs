import { createHash, randomUUID } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const POLL_MS = 200

/**
 * Does `work` while this process alone holds the lock file; waits for another live holder, of which `onWait` is told once. A dead
 * holder's file is replaced by the one process that holds the lock named after that very file.
 */
export async function withLock(path, onWait, work) {
  await acquire(path, onWait)
  try {
    return await work()
  } finally {
    rmSync(path, { force: true })
  }
}

async function acquire(path, onWait) {
  const draft = `${path}.${randomUUID()}`
  writeFileSync(draft, `${process.pid} ${randomUUID()}\n`, { flag: 'wx' })
  let isTold = false
  try {
    while (!linked(draft, path)) {
      const holder = unlessAbsent(() => readFileSync(path, 'utf8'))
      const pid = Number.parseInt(holder ?? '', 10)
      if (holder === null) continue
      if (isAlive(pid)) {
        if (!isTold) onWait(pid)
        isTold = true
        await sleep(POLL_MS)
      } else if (await replaced(draft, path, holder)) return
    }
  } finally {
    rmSync(draft, { force: true })
  }
}

function replaced(draft, path, holder) {
  const name = createHash('sha256').update(holder).digest('hex').slice(0, 16)
  return withLock(
    `${path}.${name}`,
    () => {},
    () => {
      if (unlessAbsent(() => readFileSync(path, 'utf8')) !== holder) return false
      renameSync(draft, path)
      return true
    },
  )
}

/** The file appears with its content, unlike one that is opened exclusively and then written. */
function linked(from, to) {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function isAlive(pid) {
  if (!(pid > 0)) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

function unlessAbsent(read) {
  try {
    return read()
  } catch (error) {
    if (error.code === 'ENOENT') return null
    throw error
  }
}
