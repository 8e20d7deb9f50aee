import {
  ErrorCode,
  type EvaluationContext,
  type JsonValue,
  OpenFeatureEventEmitter,
  type Provider,
  ProviderEvents,
  ProviderFatalError,
  type ResolutionDetails,
} from '@openfeature/server-sdk'
import { type Context, compile, type Evaluation, type Evaluator, type Json, type Snapshot } from '../flags/index.ts'
import { RefusedError } from './snapshot-request.ts'
import { createSnapshotSource } from './snapshot-source.ts'

export interface PlinthProviderOptions {
  /** `https://music.example` */
  readonly baseUrl: string
  /** An API key with the scope `flags:evaluate`. */
  readonly apiKey: string
  /** That of the server's installation when absent. */
  readonly environment?: string
  /** Keeps the last good flags, so that the program starts while the server is away. */
  readonly cacheFile?: string
  /** How often to ask while the stream of changes is not there; 30 when absent. */
  readonly pollSeconds?: number
  /** After how long without the server the provider says STALE; 60 when absent. */
  readonly staleSeconds?: number
  readonly fetch?: typeof globalThis.fetch
  /** Told of every answer that was given under an experiment. */
  readonly onExposure?: (exposure: { readonly evaluation: Evaluation; readonly context: Context }) => void
}

/** A provider of OpenFeature for Node that evaluates in the process, on flags which the server keeps up to date. */
export type PlinthProvider = Provider & { readonly events: OpenFeatureEventEmitter }

/** Hand it to `OpenFeature.setProviderAndWait`. No evaluation waits for the network. */
export function createPlinthProvider(options: PlinthProviderOptions): PlinthProvider {
  const { pollSeconds = 30, staleSeconds = 60, fetch = globalThis.fetch, onExposure } = options
  const events = new OpenFeatureEventEmitter()
  let evaluator: Evaluator | null = null

  function serve(snapshot: Snapshot): void {
    const before = evaluator?.snapshot
    evaluator = compile(snapshot, { now: Date.now })
    // The first one is announced by the SDK.
    if (before === undefined) return
    const flagsChanged = changedKeys(before, snapshot)
    if (flagsChanged.length > 0) events.emit(ProviderEvents.ConfigurationChanged, { flagsChanged })
  }

  const source = createSnapshotSource(
    { ...options, fetch, pollMs: pollSeconds * 1000, staleMs: staleSeconds * 1000 },
    {
      onSnapshot(snapshot) {
        const isLate = evaluator === null
        serve(snapshot)
        if (isLate) events.emit(ProviderEvents.Ready)
      },
      onFresh: (isFresh) => events.emit(isFresh ? ProviderEvents.Ready : ProviderEvents.Stale),
    },
  )

  function resolve<Value extends JsonValue>(
    key: string,
    fallback: Value,
    given: EvaluationContext,
    isOfType: (value: unknown) => boolean,
  ): Promise<ResolutionDetails<Value>> {
    if (evaluator === null) return Promise.resolve(failed(fallback, ErrorCode.PROVIDER_NOT_READY))
    const context = toContext(given)
    const evaluation = evaluator.evaluate(key, context)
    if (evaluation.experiment !== undefined) onExposure?.({ evaluation, context })
    return Promise.resolve(detailsOf(evaluation, evaluator.snapshot, fallback, isOfType))
  }

  return {
    metadata: { name: 'plinth' },
    runsOn: 'server',
    events,
    async initialize() {
      try {
        serve(await source.start())
      } catch (error) {
        if (error instanceof RefusedError) throw new ProviderFatalError(error.message, { cause: error })
        throw error
      }
    },
    async onClose() {
      source.stop()
    },
    resolveBooleanEvaluation: (key, fallback, context) => resolve(key, fallback, context, isKind('boolean')),
    resolveStringEvaluation: (key, fallback, context) => resolve(key, fallback, context, isKind('string')),
    resolveNumberEvaluation: (key, fallback, context) => resolve(key, fallback, context, isKind('number')),
    resolveObjectEvaluation: (key, fallback, context) => resolve(key, fallback, context, isKind('object')),
  }
}

function isKind(kind: string): (value: unknown) => boolean {
  return (value) => typeof value === kind
}

function detailsOf<Value extends JsonValue>(
  { value, variant, reason, ruleId, errorCode }: Evaluation,
  { revision }: Snapshot,
  fallback: Value,
  isOfType: (value: unknown) => boolean,
): ResolutionDetails<Value> {
  if (errorCode !== undefined) return failed(fallback, errorCode as ErrorCode)
  const flagMetadata = { revision, ...(ruleId === null ? {} : { ruleId }) }
  if (value === undefined) return { value: fallback, reason, flagMetadata }
  if (!isOfType(value)) return failed(fallback, ErrorCode.TYPE_MISMATCH)
  return { value: value as Value, reason, flagMetadata, ...(variant === null ? {} : { variant }) }
}

function failed<Value>(value: Value, errorCode: ErrorCode): ResolutionDetails<Value> {
  return { value, reason: 'ERROR', errorCode }
}

/** Instants become text, as conditions compare them; what JSON cannot say is left out. */
function toContext(given: EvaluationContext): Context {
  return toJson(given) as Context
}

function toJson(value: unknown): Json | undefined {
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map((one) => toJson(one) ?? null)
  if (typeof value !== 'object' || value === null) return isKept(value) ? value : undefined
  const members = Object.entries(value).map(([name, one]) => [name, toJson(one)] as const)
  return Object.fromEntries(members.filter(([, one]) => one !== undefined)) as Json
}

function isKept(value: unknown): value is null | string | number | boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value)
}

function changedKeys(before: Snapshot, after: Snapshot): string[] {
  const textOf = ({ flags }: Snapshot) => new Map(flags.map((flag) => [flag.key, JSON.stringify(flag)]))
  const [was, is] = [textOf(before), textOf(after)]
  // A segment may be part of any flag.
  if (JSON.stringify(before.segments) !== JSON.stringify(after.segments)) return [...is.keys()]
  return [...new Set([...was.keys(), ...is.keys()])].filter((key) => was.get(key) !== is.get(key))
}
