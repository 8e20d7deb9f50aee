/** How a value comes to be: typed, made by the server, written as fields of an object, or not yet. */
export type ValueMode = 'typed' | 'generated' | 'fields' | 'later'

export interface ValueInput {
  readonly mode: ValueMode
  readonly value: string
  readonly generate: { readonly length: string; readonly alphabet: string }
  readonly fields: readonly { readonly name: string; readonly value: string }[]
}

export const emptyField = { name: '', value: '' }

export function emptyValue(mode: ValueMode): ValueInput {
  return { mode, value: '', generate: { length: '40', alphabet: 'alphanumeric' }, fields: [emptyField] }
}

/** What the server is sent. */
export function valueBody({ mode, value, generate, fields }: ValueInput) {
  switch (mode) {
    case 'typed':
      return { value }
    case 'generated':
      return { generate: { length: Number(generate.length), alphabet: generate.alphabet } }
    case 'fields':
      return { value: JSON.stringify(Object.fromEntries(fields.map((field) => [field.name.trim(), field.value]))) }
    case 'later':
      return {}
  }
}

/** What is wrong with it as far as the browser can tell, by the path of its field. */
export function valueFaults({ mode, value, generate, fields }: ValueInput): Record<string, string> {
  if (mode === 'typed') return value === '' ? { value: 'Enter the value' } : {}
  if (mode === 'generated')
    return /^\d+$/.test(generate.length) ? {} : { 'generate.length': 'Enter how many characters, such as 40' }
  if (mode === 'later') return {}
  const names = fields.map(({ name }) => name.trim())
  return Object.fromEntries(
    names.flatMap((name, at) => {
      if (name === '') return [[`fields.${at}.name`, 'Enter a name, such as password']]
      return names.indexOf(name) < at ? [[`fields.${at}.name`, 'There is a field of this name above']] : []
    }),
  )
}
