/** Reads CSV (RFC 4180): quoted fields may hold commas, line breaks and doubled quotes. The first line names the columns. */
export function readCsv(text: string): Record<string, string>[] {
  const [names = [], ...lines] = readLines(text.replace(/^\ufeff/, ''))
  return lines
    .filter((line) => line.length > 1 || line[0] !== '')
    .map((line) => Object.fromEntries(names.map((name, at) => [name.trim().toLowerCase(), line[at] ?? ''])))
}

function readLines(text: string): string[][] {
  const lines: string[][] = []
  let line: string[] = []
  // A field, quoted or bare, and what ends it; at the very end of the text nothing does.
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y
  while (field.lastIndex < text.length) {
    const match = field.exec(text)
    if (match === null) throw new SyntaxError(`the CSV is malformed in line ${lines.length + 1}`)
    line.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '')
    if (match[3] === ',') {
      if (field.lastIndex === text.length) line.push('')
    } else {
      lines.push(line)
      line = []
    }
  }
  if (line.length > 0) lines.push(line)
  return lines
}
