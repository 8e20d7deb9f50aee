import type { Tone } from '../../../shell/state-badge.tsx'
import type { ImportOutcome, TradingImport } from '../../types.ts'

interface Words {
  readonly words: string
  readonly tone: Tone
}

const stateWords: Readonly<Record<TradingImport['state'], Words>> = {
  uploaded: { words: 'Columns not known yet', tone: 'caution' },
  detected: { words: 'To be previewed', tone: 'caution' },
  mapped: { words: 'Being read', tone: 'caution' },
  previewed: { words: 'Previewed, not imported', tone: 'caution' },
  importing: { words: 'Being imported', tone: 'caution' },
  completed: { words: 'Imported', tone: 'positive' },
  completed_with_errors: { words: 'Imported, with errors', tone: 'caution' },
  failed: { words: 'Failed', tone: 'negative' },
  undone: { words: 'Undone', tone: 'quiet' },
}

export function stateOf({ state, undoing }: Pick<TradingImport, 'state' | 'undoing'>): Words {
  return undoing ? { words: 'Being undone', tone: 'caution' } : stateWords[state]
}

export const outcomeWords: Readonly<Record<ImportOutcome | 'read', Words>> = {
  created: { words: 'New', tone: 'positive' },
  duplicate: { words: 'There already', tone: 'quiet' },
  skipped: { words: 'Passed over', tone: 'quiet' },
  error: { words: 'Error', tone: 'negative' },
  needs_mapping: { words: 'Waits', tone: 'caution' },
  needs_rate: { words: 'Waits for a rate', tone: 'caution' },
  read: { words: 'Read', tone: 'positive' },
}

/** Where the name of a reason does not say enough by itself. */
const reasonWords: Readonly<Record<string, string>> = {
  'reported-differently': 'The broker tells it differently than before; what was imported first stands',
  'fx-rate-missing': 'Nobody tells the rate of its day into the currency of the account',
  'about-an-instrument': 'Says what an instrument is, which the fills of the file follow',
  'half-of-a-split': 'One of the two rows of a split: with the other one it says how the shares were split',
  'split-ratio-not-told':
    'A split whose ratio the file does not say beyond doubt: say it under Instruments and import the file again',
  'split-differs-from-known': 'The instrument has a split of these days with another ratio',
  'row-not-understood': 'No rule of the profile is about such a row',
  'nothing-in-it': 'Nothing stands in it',
  'no-money-moved': 'No money moved',
  'summary-row': 'A sum of other rows',
  'quantity-against-side': 'The sign of the quantity says the opposite of the side',
  'side-unknown': 'Neither bought nor sold',
  'date-does-not-exist': 'There is no such day',
  'number-ambiguous': 'It could be in thousands or behind a point; the file writes both',
  'award-without-its-price': 'Shares that came, without what they were worth',
  'broker-statement': 'What your broker reports itself: it stands beside our figures in the reconciliation',
  'statement-of-unknown-symbol': 'What your broker reports, of an instrument that is not known here',
  'statement-in-another-currency':
    'What your broker reports, in a currency that is neither the account’s nor the instrument’s',
  'detail-of-a-summary': 'Part of a sum that stands in another row',
  'direction-not-in-file': 'The file does not say whether it was bought or sold',
  'spread-in-one-line': 'A spread in one line, whose legs the file does not tell',
}

/** `quantity-missing` as "Quantity missing". */
export function reasonInWords(reason: string): string {
  const plain = reason.replaceAll('-', ' ')
  return reasonWords[reason] ?? `${plain.charAt(0).toUpperCase()}${plain.slice(1)}`
}

const failureWords: Readonly<Record<string, string>> = {
  empty: 'There is nothing in the file.',
  missing: 'The file is gone: its time was over. Upload it again.',
  'file-too-large': 'The file is larger than files may be.',
  'too-many-rows': 'The file has more rows than can be read at once. Export shorter periods.',
  'row-too-long': 'A row of it is longer than rows may be.',
  'too-many-columns': 'A row of it has more columns than rows may have.',
  'not-text': 'The file is no text. Export it as CSV, XML or JSON.',
  'not-xml': 'The file says it is XML and is not.',
  'xml-declares-types': 'The XML declares types of its own, which is refused for safety.',
  'xml-too-deep': 'The XML is nested deeper than it may be.',
  'not-json': 'The file begins as JSON and is none.',
  'json-too-deep': 'The JSON is nested deeper than it may be.',
  'header-missing': 'It has not the columns that this format begins with. Choose another format.',
  'account-archived': 'The account was archived in the meantime.',
  'account-not-found': 'The account was deleted in the meantime.',
  'could-not-be-done':
    'It failed on our side, several times. Nothing of the file is in the account. Try it again later.',
}

export function failureInWords(failure: string): string {
  return failureWords[failure] ?? `${reasonInWords(failure)}.`
}

/** 1 row, 1,204 rows. */
export function rowsInWords(count: number): string {
  return `${new Intl.NumberFormat().format(count)} ${count === 1 ? 'row' : 'rows'}`
}
