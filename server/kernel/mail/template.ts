import type { Static, TSchema } from 'typebox'

/** The parts of a message: the text part is required, HTML is built from the same blocks. */
export interface MailContent {
  /** Kept after the mail was sent, unlike the rest: never holds a code or a link. */
  readonly subject: string
  readonly blocks: readonly MailBlock[]
  readonly attachments?: readonly MailAttachment[]
}

/** A text file that goes with a mail: a calendar file, a table. */
export interface MailAttachment {
  /** A plain name with an ending, without folders: `appointment.ics`. */
  readonly filename: string
  /** A type of text, with its parameters: `text/calendar; charset=utf-8; method=REQUEST`. */
  readonly contentType: string
  readonly text: string
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

/** Why a mail is sent, and so who may stop it; see TemplatePurpose. */
export type MailPurpose = 'essential' | 'service' | 'news'

/** News that one may unsubscribe from: several templates may belong to one subscription. */
export interface Subscription {
  /** `unit.what`: `music.releases`. */
  readonly news: string
  /** What the page says one unsubscribes from: `New releases of artists you follow`. In English. */
  readonly title: string
  /** The same by language tag in lower case. */
  readonly titles?: Readonly<Record<string, string>>
  /** Who is shown it among the mail of their account, by permission; absent: everybody. Who has ended it is shown it in any case. */
  readonly can?: string
  /** For what comes to those only who ask: the page of the console where they do. */
  readonly askedAt?: `/${string}`
}

/**
 * `essential`: without it a person cannot get into the account, or keep others out of it. `service`: it tells of what the person is
 * doing here. Anything else is a subscription, and carries a link that ends it.
 */
export type TemplatePurpose = 'essential' | 'service' | Subscription

/** A typed template. `render` is pure; values are escaped by the renderer, never by the template. */
export interface MailTemplate<Schema extends TSchema = TSchema> {
  /** `unit.what`: `identity.verify`. */
  readonly name: string
  readonly purpose: TemplatePurpose
  /**
   * Whether it is sent again when it may have arrived already; absent: unless it holds a code, or a link with a query or a fragment, which
   * may carry one. Whom such a mail has not reached asks for another, which ends the older code. Say true where nobody can ask.
   */
  readonly repeatable?: boolean
  readonly data: Schema
  /** Sample data for the preview and for tests. */
  readonly sample: Static<Schema>
  /** In English, which stands for every language that is not among `translations`. */
  readonly render: (data: Static<Schema>) => MailContent
  /** By language tag in lower case (`de`, `pt-br`): the same mail in other words. */
  readonly translations?: Readonly<Record<string, (data: Static<Schema>) => MailContent>>
}

type Rendering = (data: never) => MailContent

export type AnyMailTemplate = Omit<MailTemplate, 'render' | 'translations'> & {
  readonly render: Rendering
  readonly translations?: Readonly<Record<string, Rendering>>
}

/** Declares a template. */
export function mailTemplate<Schema extends TSchema>(template: MailTemplate<Schema>): MailTemplate<Schema> {
  return template
}

/** The purpose as it is stored, and the subscription of news. */
export function purposeOf({ purpose }: Pick<MailTemplate, 'purpose'>): {
  readonly purpose: MailPurpose
  readonly subscription: string | null
} {
  return typeof purpose === 'string' ? { purpose, subscription: null } : { purpose: 'news', subscription: purpose.news }
}

/** The language that a template, or any words, is rendered in for somebody who wants `locale`: that, its main language, or English. */
export function languageFor(
  { translations = {} }: { readonly translations?: Readonly<Record<string, unknown>> },
  locale: string | undefined,
): string {
  const wanted = locale?.toLowerCase() ?? ENGLISH
  return [wanted, wanted.split('-')[0] ?? ENGLISH].find((one) => Object.hasOwn(translations, one)) ?? ENGLISH
}

/** The title of a subscription as `locale` has it, found as a template's words are. */
export function titleFor(
  { title, titles = {} }: Pick<Subscription, 'title' | 'titles'>,
  locale: string | undefined,
): string {
  return titles[languageFor({ translations: titles }, locale)] ?? title
}

/** What every template is written in. */
export const ENGLISH = 'en'
