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
  'could-not-be-done': 'It could not be done. Try again later.',
}

/** Why a file was not brought in, in a sentence or two. */
export function failureInWords({ code, line }: NonNullable<Restore['failure']>): string {
  const reason = REASONS[code] ?? 'A line of the file cannot be taken.'
  return line === null || code === 'no-account-file' ? reason : `${reason} See line ${line}.`
}
