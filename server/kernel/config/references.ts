import type { VariableName } from './variables.ts'

/** A variable whose value is kept elsewhere. */
export interface VariableReference {
  readonly variable: VariableName
  /** `secret:path#field@stage`, or a provider's name in place of `secret`. */
  readonly reference: string
}

/** What references stand for, or why they could not be had, in words without a value. */
export type Resolved = ReadonlyMap<string, { readonly text: string } | { readonly fault: string }>

const REFERENCE = /^(?:secret|database|env|file|aws|gcp|azure|vault):(?!\/\/)/

/** Whether the text of a secret variable is a reference and not the secret. */
export function isReference(text: string): boolean {
  return REFERENCE.test(text)
}
