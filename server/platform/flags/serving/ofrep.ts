import { createHash } from 'node:crypto'
import type { Context, Evaluation, Json } from '@plinth/sdk/flags'
import type { Problem } from '../../../kernel/problem.ts'
import { flagsProblem } from '../problems.ts'
import type { Published } from './published.ts'

/** An answer of the OpenFeature Remote Evaluation Protocol, 0.3.0: without `value` the caller's default counts. */
export interface OfrepAnswer {
  readonly key: string
  readonly reason: string
  readonly variant?: string
  readonly value?: Json
  readonly metadata: Readonly<Record<string, string | number>>
}

interface OfrepFailure {
  readonly key: string
  readonly errorCode: string
  readonly errorDetails: string
}

const DETAILS: Readonly<Record<string, string>> = {
  FLAG_NOT_FOUND: 'There is no such flag.',
  TARGETING_KEY_MISSING: 'The context has no targetingKey, by which callers are told apart.',
  PARSE_ERROR: 'The flag cannot be evaluated as it stands.',
  GENERAL: 'The flag could not be evaluated.',
}

export function answerOf({ revision }: Published, evaluation: Evaluation): OfrepAnswer | OfrepFailure {
  const { key, reason, variant, value, ruleId, experiment, errorCode } = evaluation
  if (errorCode !== undefined) return { key, errorCode, errorDetails: DETAILS[errorCode] ?? errorCode }
  const metadata = {
    revision,
    ...(ruleId === null ? {} : { ruleId }),
    ...(experiment === undefined ? {} : { experiment }),
  }
  if (value === undefined) return { key, reason, metadata }
  return { key, reason, value, ...(variant === null ? {} : { variant }), metadata }
}

/** Throws what the protocol says of a single flag without an answer. */
export function failureOf({ errorCode, errorDetails: detail }: OfrepFailure): Problem {
  if (errorCode === 'FLAG_NOT_FOUND') return flagsProblem('flag-not-found', { detail })
  return flagsProblem('not-evaluated', { detail, params: { errorCode } })
}

/** Problems in the form of the protocol, where it has one: 400, 404 and 500. */
export function ofrepForm(problem: Problem, params: unknown): object | null {
  if (problem.status !== 400 && problem.status !== 404 && problem.status !== 500) return null
  const { key } = params as { key?: string }
  const details = [problem.detail, ...(problem.errors ?? []).map(({ pointer, detail }) => `${pointer} ${detail}`)]
  const errorDetails = details.filter((one) => one !== undefined).join(' ') || problem.title
  return { ...(key === undefined ? {} : { key }), errorCode: codeOf(problem), errorDetails }
}

function codeOf({ code, errors, params, status }: Problem): string {
  if (code === 'flags/flag-not-found') return 'FLAG_NOT_FOUND'
  if (code === 'flags/not-evaluated') return String(params?.errorCode)
  if (errors?.some(({ pointer }) => pointer.startsWith('/context')) === true) return 'INVALID_CONTEXT'
  return status === 400 ? 'PARSE_ERROR' : 'GENERAL'
}

/** Changes with the flags, the time slice, who asks and what for: the same in every process. */
export function etagOf(published: Published, isPublicOnly: boolean, context: Context): string {
  const what = JSON.stringify([published.tag(), isPublicOnly, canonical(context as Json)])
  return `"${createHash('sha256').update(what).digest('base64url').slice(0, 27)}"`
}

function canonical(value: Json): Json {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(canonical)
  const members = Object.entries(value as { readonly [name: string]: Json })
  return Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]) => [name, canonical(one)]))
}

/** Whether If-None-Match names this tag. */
export function isKnownTag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  return header.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag)
}

/** The tag of the configuration as events carry it. */
export function configTag(published: Published): string {
  return `"${published.tag()}"`
}

/** The revision that such a tag names, or null. */
export function revisionOfTag(tag: string): number | null {
  const revision = /^"[a-z0-9-]+\.(\d{1,15})\.\w+"$/.exec(tag)?.[1]
  return revision === undefined ? null : Number(revision)
}
