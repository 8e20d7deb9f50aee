import type { Static, TSchema } from 'typebox'

/** The parts of a message: the text part is required, HTML is built from the same blocks. */
export interface MailContent {
  /** Kept after the mail was sent, unlike the rest: never holds a code or a link. */
  readonly subject: string
  readonly blocks: readonly MailBlock[]
}

/** A paragraph, a button with a link (shown in full in the text part), a code to type, or a list of facts. */
export type MailBlock =
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'button'; readonly label: string; readonly url: string }
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }

/** What every message says of the product that sends it. */
export interface MailBranding {
  readonly productName: string
  readonly publicUrl: URL
}

/**
 * Why a mail is sent, and so who may stop it. `essential`: without it a person cannot get into the account, or keep others out of it.
 * `service`: it tells of what the person is doing here. `news`: anything else, and whoever gets it may unsubscribe.
 */
export type MailPurpose = 'essential' | 'service' | 'news'

/** A typed template. `render` is pure; values are escaped by the renderer, never by the template. */
export interface MailTemplate<Schema extends TSchema = TSchema> {
  /** `unit.what`: `identity.verify`. */
  readonly name: string
  readonly purpose: MailPurpose
  readonly data: Schema
  /** Sample data for the preview and for tests. */
  readonly sample: Static<Schema>
  readonly render: (data: Static<Schema>) => MailContent
}

export type AnyMailTemplate = Omit<MailTemplate, 'render'> & { readonly render: (data: never) => MailContent }

/** Declares a template. */
export function mailTemplate<Schema extends TSchema>(template: MailTemplate<Schema>): MailTemplate<Schema> {
  return template
}
