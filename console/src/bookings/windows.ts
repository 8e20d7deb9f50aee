/** A stretch of a day by the clock on the wall; an end at or before the start lies on the next day. */
export interface Window {
  start: string
  end: string
}

export const newWindow: Window = { start: '09:00', end: '17:00' }

const clock = /^([01]\d|2[0-3]):[0-5]\d$/

export function windowFaults(windows: readonly Window[], path: string): Record<string, string> {
  const faults = windows.flatMap(({ start, end }, at) => [
    ...(clock.test(start) ? [] : [[`${path}.${at}.start`, 'Write a time']]),
    ...(clock.test(end) ? [] : [[`${path}.${at}.end`, 'Write a time']]),
  ])
  return Object.fromEntries(faults)
}

export function crossesMidnight({ start, end }: Window): boolean {
  return end !== '' && end <= start
}

/** 09:00 to 17:00, and what reaches into the next day says so. */
export function windowWords(window: Window): string {
  return `${window.start} to ${window.end}${crossesMidnight(window) ? ' on the next day' : ''}`
}
