import { Type } from 'typebox'
import { namedObject, oneOf } from '../../kernel/http/schema.ts'
import type { FieldFault } from '../../kernel/problem.ts'
import type { Finding } from './audio-types.ts'

/** One entry of a validation report: `path` is a JSON Pointer into what was entered. Only errors stand in the way. */
export const findingShape = namedObject('Finding', {
  code: Type.String(),
  path: Type.String(),
  severity: oneOf(['error', 'warning']),
  params: Type.Record(Type.String(), Type.Unknown()),
  message: Type.String(),
})

export function errorAt(path: string, code: string, message: string, params: Finding['params'] = {}): Finding {
  return { code, path, severity: 'error', params, message }
}

export function warningAt(path: string, code: string, message: string, params: Finding['params'] = {}): Finding {
  return { code, path, severity: 'warning', params, message }
}

export function errorsOf(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ severity }) => severity === 'error')
}

/** The errors of a report as the faults of a problem. */
export function faultsOf(findings: readonly Finding[]): FieldFault[] {
  return errorsOf(findings).map(({ path, code, message }) => ({ pointer: path, code, detail: message }))
}
