import type { TObject } from 'typebox'
import type { Secret } from '../../../kernel/config/secret.ts'
import type { RotationPlan, SecretRow } from '../tables.ts'

/** A renewal as its rotator sees it. A value is the whole of it, or the member that the plan names. */
export interface Turn {
  readonly secret: Pick<SecretRow, 'id' | 'organisation_id' | 'scope' | 'environment' | 'path'>
  readonly plan: RotationPlan
  readonly current: Secret
  readonly next: Secret
  /** The number of the version that `next` is. */
  readonly number: number
  readonly signal: AbortSignal
}

/**
 * Makes values good where they are used. Each step may come again with the same values, after a process has died: it then changes nothing.
 * What a step throws is told to the owner, so it holds no value.
 */
export interface Rotator {
  readonly name: string
  /** For people: how it renews. */
  readonly title: string
  /** For people: what it does, and what the value is. */
  readonly description: string
  /** Of the options of a plan, closed; titles and descriptions are those of a form. */
  readonly options: TObject
  /** It works with accounts of the installation: an organisation's secrets are not renewed by it. */
  readonly isOfInstallation: boolean
  /** The former value's account gets the value after next, so that none begins before the former one has ended. */
  readonly alternates: boolean
  /** Paths of the secrets beside the renewed one that it works with. */
  uses(plan: RotationPlan): readonly string[]
  /** Throws a problem when the options of a plan are of the schema and not what it wants all the same. */
  check(plan: RotationPlan): void
  /** The value that follows `former`, of what was `made` at random. Throws PermanentFailure where none can. */
  make(former: Secret, made: Secret, plan: RotationPlan): Secret
  /** Makes `next` good beside `current`. */
  install(turn: Turn): Promise<void>
  /** Throws when `next` does not work. */
  test(turn: Turn): Promise<void>
  /** Takes `next` back after a failure for good. */
  undo(turn: Turn): Promise<void>
  /** Ends what is no longer good: called once the overlap is over, with `current` the value that replaced it and `next` the one to end. */
  retire(turn: Turn): Promise<void>
}
