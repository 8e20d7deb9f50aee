import { createHash } from 'node:crypto'
import { EVERYTHING } from './generations.ts'

/** Short texts of these characters stand for themselves; `~` is not among them, so a hash is never mistaken for one. */
const PLAIN = /^[\w.:|=-]{0,100}$/
const NAME = /^[a-z][a-z0-9.-]{0,59}$/

/** The topic of one value. Different keys have different topics; any text is a key, and none makes a topic longer than 161 characters. */
export function topicOf(region: string, keyText: string): string {
  if (PLAIN.test(keyText)) return `${region}/${keyText}`
  return `${region}/~${createHash('sha256').update(keyText).digest('base64url')}`
}

/** The topic of all values that carry the tag. */
export function tagTopic(tag: string): string {
  return `#${checkName(tag)}`
}

/** True for topics that many values have in common. */
export function isTag(topic: string): boolean {
  return topic === EVERYTHING || topic.startsWith('#')
}

/** `unit.what` in lower case, or a TypeError. */
export function checkName(name: string): string {
  if (!NAME.test(name)) throw new TypeError(`${JSON.stringify(name)} names no region or tag of the cache`)
  return name
}
