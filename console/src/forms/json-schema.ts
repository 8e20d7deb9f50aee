/** The part of JSON Schema (2020-12) that the server describes content with; words of its own begin with `x-`. */
export interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly title?: string
  readonly description?: string
  readonly format?: string
  readonly pattern?: string
  readonly maxLength?: number
  readonly minLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonSchema[]
  readonly default?: unknown
  readonly items?: JsonSchema
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  /** `rich-text`, `image`, `file` or `reference`: what a plain string or object stands for. */
  readonly 'x-content'?: string
  /** The type of the entries that a reference may lead to. */
  readonly 'x-of'?: string
}
