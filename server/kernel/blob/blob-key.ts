const KEY_MAX_LENGTH = 200
const KEY = /^[a-z0-9][a-z0-9-]*(?:\/[a-z0-9][a-z0-9-]*)*(?:\.[a-z0-9]{1,10})?$/

/**
 * True for a key every adapter can hold: segments of `[a-z0-9-]` joined by `/`, at most one dot, before an extension, and at most
 * 200 characters. Such a key cannot leave the store's folder or bucket prefix, and differs from no other key by case alone.
 */
export function isBlobKey(key: string): boolean {
  return key.length <= KEY_MAX_LENGTH && KEY.test(key)
}

/** Throws TypeError for anything but a key: keys are made by the server, so another one is a bug and not the caller's fault. */
export function assertBlobKey(key: string): void {
  if (!isBlobKey(key)) throw new TypeError(`not a blob key: ${JSON.stringify(key.slice(0, KEY_MAX_LENGTH))}`)
}
