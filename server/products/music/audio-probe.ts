import { Worker } from 'node:worker_threads'
import { type AudioPolicy, checkAudioPolicy, defaultAudioPolicy } from './audio-policy.ts'
import { type AudioProbe, audioError, type Finding, type ProbeResult } from './audio-types.ts'
import type { WorkerOrder, WorkerReport } from './audio-worker.ts'
import type { Waveform } from './waveform.ts'

export type ProbeOptions = { readonly deadlineMs?: number; readonly bytesMax?: number }
export type AnalysisOptions = ProbeOptions & { readonly policy?: AudioPolicy }

/** `waveform` is null where the codec has no decoder (AAC, Apple Lossless) or decoding ran out of time. */
export type AudioAnalysis =
  | {
      readonly ok: true
      readonly probe: AudioProbe
      readonly waveform: Waveform | null
      readonly warnings: readonly Finding[]
    }
  | { readonly ok: false; readonly findings: readonly Finding[] }

const bytesMaxDefault = 500 * 1024 * 1024
const probeDeadlineMs = 30_000
const analysisDeadlineMs = 180_000

/**
 * Measures an uploaded file in a worker thread with a memory limit and a hard deadline; the file's faults are findings.
 * Rejects only when the file cannot be opened or read.
 */
export async function probeAudio(path: string, options: ProbeOptions = {}): Promise<ProbeResult> {
  const { result } = await runWorker(
    { path, bytesMax: options.bytesMax ?? bytesMaxDefault, isDecoded: false },
    options.deadlineMs ?? probeDeadlineMs,
  )
  return result ?? timedOut()
}

/** Probes, decodes and checks the policy in one pass: what a job needs to accept or refuse an upload. */
export async function analyseAudio(path: string, options: AnalysisOptions = {}): Promise<AudioAnalysis> {
  const order = { path, bytesMax: options.bytesMax ?? bytesMaxDefault, isDecoded: true }
  const { result, decoded } = await runWorker(order, options.deadlineMs ?? analysisDeadlineMs)
  if (result === null) return timedOut()
  if (!result.ok) return result
  const signal = decoded?.signal ?? null
  const findings = [
    ...(decoded?.findings ?? []),
    ...checkAudioPolicy(result.probe, signal, options.policy ?? defaultAudioPolicy),
  ]
  if (findings.some((finding) => finding.severity === 'error')) return { ok: false, findings }
  return { ok: true, probe: result.probe, waveform: signal?.waveform ?? null, warnings: findings }
}

function timedOut(): { ok: false; findings: Finding[] } {
  return { ok: false, findings: [audioError('AUDIO_TIMEOUT', 'The file could not be read in the time allowed.')] }
}

type Run = {
  result: ProbeResult | null
  decoded: Extract<WorkerReport, { kind: 'signal' }> | null
}

async function runWorker(order: WorkerOrder, deadlineMs: number): Promise<Run> {
  const run: Run = { result: null, decoded: null }
  const worker = new Worker(new URL('./audio-worker.ts', import.meta.url), {
    workerData: order,
    resourceLimits: { maxOldGenerationSizeMb: 192, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
  })
  try {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(resolve, deadlineMs)
      worker.on('message', (report: WorkerReport) => {
        if (report.kind === 'probe') run.result = report.result
        else run.decoded = report
      })
      worker.on('error', reject)
      worker.on('exit', () => {
        clearTimeout(timer)
        resolve()
      })
    })
  } catch (error) {
    if (!isOutOfMemory(error)) throw error
    const finding = audioError('AUDIO_MALFORMED', 'Reading the file needs more memory than a recording does.')
    run.result = { ok: false, findings: [finding] }
  } finally {
    await worker.terminate()
  }
  return run
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
}
