/** Header of a download that says how many trades are not in it; a line of its own would be taken for a trade. */
export const HIDDEN_BY_PLAN = 'hidden-by-plan'

const NUMBER = /^-?\d+(?:\.\d+)?$/
/** What a spreadsheet takes for a formula: https://owasp.org/www-community/attacks/CSV_Injection */
const FORMULA = /^[=+\-@\t\r]/

/** One line by RFC 4180. Text that a spreadsheet would compute begins with an apostrophe; numbers stay numbers. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`
}

function cellOf(value: string | number | null): string {
  if (value === null) return ''
  const text = String(value)
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
