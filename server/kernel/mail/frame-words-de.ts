import type { FrameWords } from './frame-words.ts'

/** The frame in German. */
export const germanFrame: FrameWords = {
  unsubscribe: 'Abbestellen',
  why: (title) => `Sie bekommen diese Mail wegen: ${title}.`,
  asking: (title) => ({
    heading: 'Abbestellen?',
    text: `Sie bekommen „${title}“ per Mail. Mails zu Ihrem Konto kommen weiterhin.`,
    button: 'Abbestellen',
  }),
  ended: (title) => ({
    heading: 'Abbestellt',
    text: `„${title}“ kommt nicht mehr per Mail.`,
    button: 'Doch wieder bekommen',
    settings: 'Alles, was Sie per Mail bekommen, in Ihrem Konto',
  }),
  resumed: (title) => ({ heading: 'Es kommt wieder', text: `„${title}“ kommt wieder per Mail.` }),
  broken: { heading: 'Dieser Link geht nicht', text: 'Öffnen Sie ihn noch einmal aus der Mail, ganz.' },
  news: 'Neuigkeiten',
}
