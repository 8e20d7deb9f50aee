import { parentPort, workerData } from 'node:worker_threads'
import { type BusyAnswer, type BusyQuestion, busyOf } from './busy.ts'
import { CalendarUnreadable } from './content-lines.ts'

export type ReadAnswer = BusyAnswer | { readonly unreadable: string }

function answer(question: BusyQuestion): ReadAnswer {
  try {
    return busyOf(question)
  } catch (error) {
    if (error instanceof CalendarUnreadable) return { unreadable: error.message }
    throw error
  }
}

parentPort?.postMessage(answer(workerData as BusyQuestion))
