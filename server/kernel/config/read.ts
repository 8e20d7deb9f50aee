import { readFileSync } from 'node:fs'
import { isReference, type Resolved, type VariableReference } from './references.ts'
import { type RenewableSecret, Secret } from './secret.ts'
import type { Variable } from './variable.ts'
import { VARIABLES, type VariableName } from './variables.ts'

export interface ConfigFault {
  readonly variable: string
  readonly message: string
}

/** Every fault of the configuration at once; main answers with exit code 78 (EX_CONFIG of sysexits.h). */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly faults: readonly ConfigFault[]

  constructor(faults: readonly ConfigFault[]) {
    super(
      `The configuration has ${faults.length} fault(s):\n${faults.map((fault) => `  ${fault.variable}: ${fault.message}`).join('\n')}`,
    )
    this.faults = faults
  }
}

export type Environment = Readonly<Record<string, string | undefined>>

/** Text values by name after `*_FILE` was read and references to secrets were looked up in `resolved`; empty text counts as absent. */
export class RawValues {
  readonly #values = new Map<string, string>()
  readonly #fromFiles = new Set<string>()
  readonly #resolved: Resolved
  readonly faults: ConfigFault[] = []
  /** Variables whose value is a reference to a secret. */
  readonly references: VariableReference[] = []
  /** Those of them whose value is revealed at each use. */
  readonly renewable = new Map<VariableName, RenewableSecret>()

  constructor(environment: Environment, resolved: Resolved = new Map()) {
    this.#resolved = resolved
    for (const name of Object.keys(VARIABLES) as VariableName[]) this.#take(name, environment)
  }

  get(name: VariableName): string | undefined {
    return this.#values.get(name)
  }

  /** Whether the value came by `NAME_FILE`. */
  isFromFile(name: VariableName): boolean {
    return this.#fromFiles.has(name)
  }

  /** A value that who keeps it reveals at each use, empty when absent: one that a reference gave can so be renewed. */
  secret(name: VariableName): Secret {
    const made = this.renewable.get(name) ?? Secret.renewable(this.get(name) ?? '')
    if (this.references.some(({ variable }) => variable === name)) this.renewable.set(name, made)
    return made.secret
  }

  fault(variable: string, message: string): void {
    this.faults.push({ variable, message })
  }

  #take(name: VariableName, environment: Environment): void {
    const direct = environment[name]
    const file = environment[`${name}_FILE`]
    if (direct !== undefined && direct !== '' && file !== undefined && file !== '') {
      this.fault(name, `is set twice: directly and by ${name}_FILE; keep one`)
    }
    const isFile = file !== undefined && file !== ''
    const written = isFile ? this.readFile(name, file) : direct
    if (isFile) this.#fromFiles.add(name)
    const value = this.#resolve(name, written ?? '')
    if (value === undefined || value === '') return
    const message = check(value, VARIABLES[name])
    if (message === null) this.#values.set(name, value)
    else this.fault(name, message)
  }

  #resolve(variable: VariableName, written: string): string | undefined {
    if (VARIABLES[variable].kind !== 'secret' || !isReference(written)) return written
    if (VARIABLES[variable].group === 'Secrets') {
      this.fault(variable, 'is what secrets are fetched with: give it itself')
      return undefined
    }
    this.references.push({ variable, reference: written })
    const found = this.#resolved.get(written)
    if (found === undefined) this.fault(variable, `is ${written}, which is not looked up here`)
    else if ('fault' in found) this.fault(variable, `${written}: ${found.fault}`)
    return found === undefined || 'fault' in found ? undefined : found.text
  }

  /** What `NAME_FILE` leads to, without its last line break; a fault and undefined when it cannot be read. */
  readFile(name: string, path: string): string | undefined {
    try {
      return readFileSync(path, 'utf8').replace(/\r?\n$/, '')
    } catch (error) {
      this.fault(
        `${name}_FILE`,
        `cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown fault'} (${path})`,
      )
      return undefined
    }
  }
}

const TRUE = new Set(['true', '1', 'yes', 'on'])
const FALSE = new Set(['false', '0', 'no', 'off'])

/** "true", "1", "yes", "on" and their opposites; null for anything else. */
export function parseBoolean(value: string): boolean | null {
  const lower = value.toLowerCase()
  return TRUE.has(lower) ? true : FALSE.has(lower) ? false : null
}

/** "a, b" as ["a","b"]. */
export function parseList(value: string): string[] {
  return value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function check(value: string, variable: Variable): string | null {
  if (variable.kind === 'integer') return checkInteger(value, variable)
  if (variable.kind === 'boolean') return parseBoolean(value) === null ? 'is true or false' : null
  if (variable.kind === 'choice') {
    return variable.choices?.includes(value) === true ? null : `is one of ${variable.choices?.join(', ')}`
  }
  return checkText(value, variable)
}

function checkInteger(value: string, variable: Variable): string | null {
  const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN
  const inRange = number >= (variable.min ?? 0) && number <= (variable.max ?? Number.MAX_SAFE_INTEGER)
  return inRange ? null : `is a whole number from ${variable.min ?? 0} to ${variable.max ?? 'unbounded'}`
}

function checkText(value: string, variable: Variable): string | null {
  if (variable.schemes !== undefined) {
    const scheme = URL.canParse(value) ? new URL(value).protocol : null
    if (scheme === null || !variable.schemes.includes(scheme))
      return `is a URL that starts with ${variable.schemes.map((one) => `${one}//`).join(' or ')}`
  }
  if (variable.minLength !== undefined && value.length < variable.minLength)
    return `has at least ${variable.minLength} characters`
  return null
}
