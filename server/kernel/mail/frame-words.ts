/** A page of a few words: plain text, escaped where it is shown. */
interface PageWords {
  readonly heading: string
  readonly text: string
}

/** What stands around the words of a template, and on the page behind its link, in one language. */
export interface FrameWords {
  /** What the link is called that ends a subscription. */
  readonly unsubscribe: string
  /** Why somebody gets this mail, by the title of its subscription. */
  readonly why: (title: string) => string
  /** Asks before anything ends. */
  readonly asking: (title: string) => PageWords & { readonly button: string }
  /** It has ended: the way back, at once or later. */
  readonly ended: (title: string) => PageWords & { readonly button: string; readonly settings: string }
  readonly resumed: (title: string) => PageWords
  /** The link was cut short or made up. */
  readonly broken: PageWords
  /** In place of a title that no template has any more. */
  readonly news: string
}

/** The frame in English, which stands for every language that has none. */
export const englishFrame: FrameWords = {
  unsubscribe: 'Unsubscribe',
  why: (title) => `You get this mail because of: ${title}.`,
  asking: (title) => ({
    heading: 'Unsubscribe?',
    text: `You get “${title}” by mail. Mail about your account still comes.`,
    button: 'Unsubscribe',
  }),
  ended: (title) => ({
    heading: 'Unsubscribed',
    text: `There will be no more mail of “${title}”.`,
    button: 'Get it again',
    settings: 'All that you get by mail, under your account',
  }),
  resumed: (title) => ({ heading: 'It comes again', text: `“${title}” comes by mail again.` }),
  broken: { heading: 'This link does not work', text: 'Open it from the mail again, whole.' },
  news: 'News',
}
