import type { FlagType, Json, Variant } from '@plinth/sdk/flags'
import type { FieldFault } from '../../../kernel/problem.ts'
import { flagsProblem } from '../problems.ts'

/** What is wrong with variants of a flag of this type. */
export function variantFaults(type: FlagType, variants: readonly Variant[]): FieldFault[] {
  const fault = (at: string, code: string, detail: string) => ({ pointer: `/variants${at}`, code, detail })
  if (variants.length === 0) return [fault('', 'too-few', 'has at least one')]
  const keys = variants.map(({ key }) => key)
  return variants.flatMap(({ key, value }, at) => [
    ...(keys.indexOf(key) === at ? [] : [fault(`/${at}/key`, 'taken', 'stands twice')]),
    ...(isOf(type, value) ? [] : [fault(`/${at}/value`, 'type', `is no ${type}`)]),
  ])
}

function isOf(type: FlagType, value: Json): boolean {
  return type === 'json' || typeof value === type
}

/** Throws flags/invalid with the faults when there are any. */
export function assertSound(errors: readonly FieldFault[]): void {
  if (errors.length > 0) throw flagsProblem('invalid', { errors: errors.slice(0, FAULTS_TOLD) })
}

const FAULTS_TOLD = 50
