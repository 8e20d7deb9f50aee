import { parentPort, workerData } from 'node:worker_threads'
import { decodeFinding, inspectAudio } from './audio-inspect.ts'
import { openSource } from './audio-source.ts'
import type { Finding, ProbeResult } from './audio-types.ts'
import { type AudioSignal, measureSignal } from './waveform.ts'

export type WorkerOrder = { readonly path: string; readonly bytesMax: number; readonly isDecoded: boolean }

/** The probe is posted before decoding starts, so that it survives a decode that runs out of time. */
export type WorkerReport =
  | { readonly kind: 'probe'; readonly result: ProbeResult }
  | { readonly kind: 'signal'; readonly signal: AudioSignal | null; readonly findings: readonly Finding[] }

async function work(order: WorkerOrder, post: (report: WorkerReport) => void): Promise<void> {
  const source = openSource(order.path)
  try {
    const inspection = await inspectAudio(order.path, source, order.bytesMax)
    const result: ProbeResult = inspection.ok ? { ok: true, probe: inspection.probe } : inspection
    post({ kind: 'probe', result })
    if (!inspection.ok || !order.isDecoded) return
    try {
      post({ kind: 'signal', signal: await measureSignal(source, inspection.layout), findings: [] })
    } catch (error) {
      post({ kind: 'signal', signal: null, findings: [decodeFinding(error)] })
    }
  } finally {
    source.close()
  }
}

if (parentPort !== null) {
  const port = parentPort
  await work(workerData as WorkerOrder, (report) => port.postMessage(report))
}
