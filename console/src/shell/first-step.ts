export interface FirstStep {
  readonly name: string
  readonly text: string
  /** Undefined while it is not known. */
  readonly done: boolean | undefined
  readonly to: string
  /** Null where the step cannot be taken by this person now; the text says why. */
  readonly link: string | null
}

/** Steps whose state is read from the server. */
export interface FirstSteps {
  readonly steps: readonly FirstStep[]
  readonly error: Error | null
}
