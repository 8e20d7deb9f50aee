import type { Restore } from './queries.ts'

const REASONS: Readonly<Record<string, string>> = {
  'no-account-file': 'This is no file of an account.',
  'cut-off': 'The file ends too early: it was not downloaded whole.',
  'lines-missing': 'Lines of the file are missing.',
  'instrument-differs':
    'You have an instrument of the file already, with another multiplier or other splits: another account’s figures would change.',
  'unknown-reference': 'A line names something that is not in the file.',
  'too-many-lines': 'The file has more lines than can be taken.',
  'too-many-pictures': 'The file has more pictures than can be taken.',
  'picture-cut-off': 'A picture is not whole.',
  'no-room': 'There is no room for its pictures: remove files of yours first.',
  'plan-limit': 'Your plan has no room for what it holds.',
  'journal-full': 'You have as many playbooks or goals as there may be.',
  'oversight-full': 'You have as many risk profiles as there may be.',
  'rate-differs':
    'You say another rate of a currency for a day than the file does: remove yours first, or figures of the file would change.',
  'could-not-be-done': 'It could not be done. Try again later.',
}

const LIMITS: Readonly<Record<string, string>> = {
  '/journalEntries': 'Your plan has no room for the journal entries of a month of the file.',
  '/activePlaybooks': 'Your plan has no room for its active playbooks: archive one of yours first.',
}

/** Why a file was not brought in, in a sentence or two. */
export function failureInWords({ code, line, field }: NonNullable<Restore['failure']>): string {
  const limit = code === 'plan-limit' ? LIMITS[field ?? ''] : undefined
  const reason = limit ?? REASONS[code] ?? 'A line of the file cannot be taken.'
  return line === null || code === 'no-account-file' ? reason : `${reason} See line ${line}.`
}
