const passwordLengthMin = 8

/** Only shape: whether the address exists, the mail shows. */
export function emailRule(value: string): string | null {
  return /^\S+@\S+$/.test(value.trim()) ? null : 'Enter an e-mail address, like name@example.com'
}

/** The server has the last word, on known leaked passwords among others. */
export function newPasswordRule(value: string): string | null {
  return value.length >= passwordLengthMin ? null : `Use at least ${passwordLengthMin} characters`
}

export const newPasswordHint = `At least ${passwordLengthMin} characters; a few unrelated words work well.`
