/** One entry of a unit's catalogue: what the client sees, always the same for a code. */
export interface ProblemSpec {
  readonly status: number
  readonly title: string
  /** A sentence for humans that may name what to do; never holds values from the request. */
  readonly detail?: string
}

/** A fault of one field: `pointer` is a JSON Pointer (RFC 6901) into the body, or `?name` for a query, `{name}` for a path parameter. */
export interface FieldFault {
  readonly pointer: string
  readonly code: string
  readonly detail: string
}

export interface ProblemOptions {
  readonly detail?: string
  readonly errors?: readonly FieldFault[]
  readonly params?: Readonly<Record<string, unknown>>
  readonly headers?: Readonly<Record<string, string>>
  readonly retryAfterSeconds?: number
  /** What kind of credential was presented and refused, as a constant: it is counted in the audit trail. */
  readonly refused?: string
  readonly cause?: unknown
}

/** The one deliberate error of the system, answered as RFC 9457 `application/problem+json`. Anything else thrown is a bug: 500. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: string
  readonly status: number
  readonly title: string
  readonly detail: string | undefined
  readonly errors: readonly FieldFault[] | undefined
  readonly params: Readonly<Record<string, unknown>> | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly retryAfterSeconds: number | undefined
  readonly refused: string | undefined

  constructor(code: string, spec: ProblemSpec, options: ProblemOptions = {}) {
    super(`${code}: ${options.detail ?? spec.detail ?? spec.title}`, { cause: options.cause })
    this.code = code
    this.status = spec.status
    this.title = spec.title
    this.detail = options.detail ?? spec.detail
    this.errors = options.errors
    this.params = options.params
    this.headers = options.headers ?? {}
    this.retryAfterSeconds = options.retryAfterSeconds
    this.refused = options.refused
  }
}

/** A unit's maker of problems together with its catalogue, which is collected into contract/problems.json. */
export interface ProblemMaker<Code extends string> {
  (code: Code, options?: ProblemOptions): Problem
  readonly unit: string
  readonly catalogue: Readonly<Record<Code, ProblemSpec>>
}

/** Declares the problems of `unit`: codes on the wire are `unit/code`. */
export function problems<const Catalogue extends Record<string, ProblemSpec>>(
  unit: string,
  catalogue: Catalogue,
): ProblemMaker<Extract<keyof Catalogue, string>> {
  const make = (code: Extract<keyof Catalogue, string>, options?: ProblemOptions): Problem => {
    const spec = catalogue[code]
    if (spec === undefined) throw new TypeError(`unit ${unit} declares no problem ${code}`)
    return new Problem(`${unit}/${code}`, spec, options)
  }
  return Object.assign(make, { unit, catalogue })
}
