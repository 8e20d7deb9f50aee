import type { SegmentContent } from './segment-form.tsx'

/** As the contract has it, which knows a condition as any object. */
export function sent({ title, description, condition }: SegmentContent) {
  return { title, description, condition: { ...condition } as Record<string, unknown> }
}
