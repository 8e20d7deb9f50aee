/** What a second reading of a broker's file is made of: nothing of the product's own reading, so that both can be wrong only in different ways. */

/** A row by the names of its columns, with its number as a spreadsheet has it. */
export interface Row {
  readonly row: number
  readonly cells: readonly string[]
  readonly of: (name: string) => string
}

/** All rows of a text of which the first is number 1; quotes and line breaks within them as RFC 4180 has them. */
export function rowsOfText(text: string, delimiter: string): string[][] {
  const rows: string[][] = [['']]
  let isQuoted = false
  const add = (letter: string): void => {
    const row = rows.at(-1) ?? []
    row.push(`${row.pop() ?? ''}${letter}`)
  }
  for (const letter of text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n')) {
    if (letter === '"') isQuoted = !isQuoted
    else if (letter === delimiter && !isQuoted) rows.at(-1)?.push('')
    else if (letter === '\n' && !isQuoted) rows.push([''])
    else add(letter)
  }
  if (rows.at(-1)?.join('') === '') rows.pop()
  return rows.map((row) => row.map((cell) => cell.trim()))
}

/** The rows below a header that stands in the row of this number. */
export function below(text: string, delimiter = ',', headerAt = 1): Row[] {
  const rows = rowsOfText(text, delimiter)
  const header = rows[headerAt - 1] ?? []
  return rows.slice(headerAt).map((cells, at) => ({
    row: headerAt + at + 1,
    cells,
    of: (name) => cells[header.indexOf(name)] ?? '',
  }))
}

/** A number in plain digits: `1 791,84` with a decimal comma as `1791.84`, `(10.00)` as `-10`. */
export function plain(text: string, decimal: '.' | ',' = '.'): string {
  const isNegative = /[-(]/.test(text)
  const digits = text.replace(/[^\d.,]/g, '')
  const [whole = '', fraction = ''] =
    decimal === '.' ? digits.replaceAll(',', '').split('.') : digits.replaceAll('.', '').split(',')
  const bare = `${whole.replace(/^0+(?=\d)/, '') || '0'}.${fraction}`.replace(/\.?0*$/, '')
  return isNegative && bare !== '0' ? `-${bare}` : bare
}

/** Without its sign. */
export function magnitude(text: string, decimal: '.' | ',' = '.'): string {
  return plain(text, decimal).replace('-', '')
}

/** The quotient of two plain numbers to 12 digits, the last rounded half to even, for files that tell money and no price. */
export function quotient(money: string, quantity: string): string {
  const units = (text: string): bigint => {
    const [whole = '0', fraction = ''] = text.split('.')
    return BigInt(`${whole}${fraction.padEnd(18, '0')}`)
  }
  const [top, bottom] = [units(money) * 10n ** 12n, units(quantity)]
  const [floor, rest] = [top / bottom, (top % bottom) * 2n]
  const isUp = rest > bottom || (rest === bottom && floor % 2n === 1n)
  const digits = String(isUp ? floor + 1n : floor).padStart(13, '0')
  return plain(`${digits.slice(0, -12)}.${digits.slice(-12)}`)
}

/** The exact product of two plain numbers. */
export function product(left: string, right: string): string {
  const digits = [left, right].map((text) => text.split('.')[1]?.length ?? 0).reduce((sum, count) => sum + count, 0)
  const whole = String(BigInt(left.replace('.', '')) * BigInt(right.replace('.', ''))).padStart(digits + 1, '0')
  return plain(`${whole.slice(0, whole.length - digits)}.${whole.slice(whole.length - digits)}`)
}

/** A wall time as an instant: `2026-01-15`, `10:00` in a zone. The zone's distance from UTC is asked of ICU, which the tests' own zone is not. */
export function instant(day: string, time: string, zone: string): string {
  const [hour = '00', minute = '00', second = '00'] = time === '' ? [] : time.split(':')
  const wall = Date.parse(`${day}T${hour}:${minute}:${second.includes('.') ? second : `${second}.000`}Z`)
  const named = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
  const name = named.formatToParts(wall).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? []
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1)
  return shown(new Date(wall - offset * 60_000).toISOString())
}

/** As the tests show an instant: milliseconds where there are any. */
export function shown(iso: string): string {
  return new Date(iso).toISOString().replace('.000Z', 'Z')
}

/** `31.12.2026` or `31/12/2026` as `2026-12-31`. */
export function dayFirst(text: string): string {
  const [day = '', month = '', year = ''] = text.split(/[./-]/)
  return `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

/** `12/31/2026` as `2026-12-31`. */
export function monthFirst(text: string): string {
  const [month = '', day = '', year = ''] = text.split('/')
  return `${year}-${month}-${day}`
}

/** The parts that are there, in one line. */
export function line(row: number, ...parts: readonly string[]): string {
  return `${row} | ${parts.filter((part) => part !== '').join(' ')}`
}
