/** A pattern of LIKE for whatever holds `text`, in which its own wildcards are ordinary characters. */
export function holdingPattern(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
}
