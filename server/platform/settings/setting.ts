import type { Static, TObject } from 'typebox'
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
  /** Whether everybody reads it. */
  readonly isPublic: boolean
}

/** A declared setting, to read. */
export interface SettingHandle<Value> {
  /** What holds now. Inside a transaction, through its connection. */
  read(reader: Db | Tx): Promise<Value>
  /** Tag of the cache that is dropped when the setting is changed. */
  readonly tag: string
}
