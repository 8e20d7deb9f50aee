/** A string literal as the formatter writes it. */
export function quoted(text: string): string {
  const inner = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"')
  return text.includes("'") && !text.includes('"') ? `"${inner}"` : `'${inner.replaceAll("'", "\\'")}'`
}

export function propertyKey(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name)
}

export function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ')
}

/** A docstring on its own line, or nothing; what would end the comment early is taken apart. */
export function docComment(text: string | undefined): string {
  const sentence = text?.replace(/\s+/g, ' ').replaceAll('*/', '* /').trim() ?? ''
  return sentence === '' ? '' : `/** ${sentence} */\n`
}

export function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
