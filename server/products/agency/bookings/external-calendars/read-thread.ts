import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { BusyAnswer, BusyQuestion } from './busy.ts'
import { CalendarUnreadable } from './content-lines.ts'
import type { ReadAnswer } from './read-worker.ts'

const MEMORY_MAX_MIB = 256
const READ_MS_MAX = 10_000

/**
 * What `busyOf` says, from a thread of its own that is ended after 10 s: a stranger wrote the file, and may have meant harm. Throws
 * CalendarUnreadable.
 */
export async function readBusy(
  question: BusyQuestion,
  signal: AbortSignal,
  msMax: number = READ_MS_MAX,
): Promise<BusyAnswer> {
  const worker = new Worker(new URL('./read-worker.ts', import.meta.url), {
    execArgv: [],
    workerData: question,
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MAX_MIB },
  })
  const deadline = AbortSignal.timeout(msMax)
  try {
    const [answer] = (await once(worker, 'message', { signal: AbortSignal.any([signal, deadline]) })) as [ReadAnswer]
    if ('unreadable' in answer) throw new CalendarUnreadable(answer.unreadable)
    return answer
  } catch (error) {
    signal.throwIfAborted()
    if (deadline.aborted) throw new CalendarUnreadable('the calendar takes too long to read')
    if ((error as { readonly code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY')
      throw new CalendarUnreadable('the calendar takes too much memory to read')
    throw error
  } finally {
    await worker.terminate()
  }
}
