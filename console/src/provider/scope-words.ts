const WORDS: Readonly<Record<string, string>> = {
  openid: 'that it is you, and nobody else',
  profile: 'your name',
  email: 'your e-mail address',
  organisations: 'the organisations you belong to, and your role in each',
  offline_access: 'this also while you are away, until you take it back',
}

/** What a scope lets an application know, as the end of a sentence. */
export function scopeWords(scope: string): string {
  return WORDS[scope] ?? scope
}
