const WIDTH = 120

/** JSON with everything on one line that fits there, so that a contract of many small shapes is read and compared by line. */
export function jsonText(value: unknown): string {
  return `${printed(value, '', 0)}\n`
}

/** `taken`: what stands before and behind the value on its line. */
function printed(value: unknown, indent: string, taken: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const line = oneLine(value)
  if (indent.length + taken + line.length <= WIDTH) return line
  const deeper = `${indent}  `
  const rows = Array.isArray(value)
    ? value.map((one) => printed(one, deeper, 1))
    : entriesOf(value).map(
        ([key, one]) => `${JSON.stringify(key)}: ${printed(one, deeper, JSON.stringify(key).length + 3)}`,
      )
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  return `${open}\n${rows.map((row) => deeper + row).join(',\n')}\n${indent}${close}`
}

function oneLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(oneLine).join(', ')}]`
  const members = entriesOf(value).map(([key, one]) => `${JSON.stringify(key)}: ${oneLine(one)}`)
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}

function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, one]) => one !== undefined)
}
