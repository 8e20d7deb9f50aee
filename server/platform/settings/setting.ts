import { type Static, type TObject, Type } from 'typebox'
import type { AppEnvironment } from '../../kernel/config/setting-layers.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'

/** What an operator may say of how the product presents itself or behaves, without a deployment. */
export interface Setting<Schema extends TObject = TObject> {
  /** In the address, `site`: small letters, digits and hyphens. */
  readonly key: string
  /** For people: `The site`. */
  readonly title: string
  readonly description: string
  /** Of its value, closed (`additionalProperties: false`); titles and descriptions are those of the form in the console. */
  readonly schema: Schema
  /** What holds as long as nobody has said anything, and where what was said is no longer of this schema. */
  readonly fallback: Static<Schema>
  /** Whether everybody reads it, or which members of it. */
  readonly isPublic: boolean | readonly string[]
  /** What is to be said of a value beyond its schema. */
  check?(value: Static<Schema>, circumstances: { readonly environment: AppEnvironment }): readonly ValueFinding[]
}

/** An error is refused, at the change and at the start; a warning marks health as degraded; an info is told. */
export type Severity = 'error' | 'warning' | 'info'

export interface ValueFinding {
  readonly severity: Severity
  /** A sentence that says what to do, without values. */
  readonly message: string
  /** The member it is about; absent: the whole. */
  readonly member?: string
}

/** A declared setting, to read. */
export interface SettingHandle<Value> {
  /** What holds now. Inside a transaction, through its connection. */
  read(reader: Db | Tx): Promise<Value>
  /** Tag of the cache that is dropped when the setting is changed. */
  readonly tag: string
  /**
   * Calls `listener` with what holds after each change, on this node or another: at once by the bus, within 1.5 s without it. Returns
   * what ends it.
   */
  onChange(listener: (value: Value) => void): () => void
}

const REFERENCE = 'secret-reference'
/** `provider:path#field@version`, as platform/secrets reads it. */
const REFERENCE_FORM =
  '^[a-z][a-z0-9-]{0,30}:[^#@\\s]{1,300}(?:#[^#@\\s]{1,100})?(?:@[A-Za-z0-9][A-Za-z0-9._-]{0,99})?$'

/** A member that names a secret, `secret:path`, and never is one; it is never public. */
export function secretReference(words: { readonly title?: string; readonly description?: string } = {}) {
  return Type.String({ pattern: REFERENCE_FORM, maxLength: 600, 'x-content': REFERENCE, ...words })
}

/** Whether a secret is named anywhere in what the schema describes. */
export function namesSecret(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return false
  return (schema as { 'x-content'?: unknown })['x-content'] === REFERENCE || Object.values(schema).some(namesSecret)
}
