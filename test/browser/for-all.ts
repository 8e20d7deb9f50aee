import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { accessibilityFaults } from './stage.ts'

const phone = { width: 320, height: 640 }

/** Measured once all that follows the width of the window has drawn itself anew. */
const OVERFLOW = `new Promise((tell) => requestAnimationFrame(() => requestAnimationFrame(() =>
  tell(document.documentElement.scrollWidth - window.innerWidth))))`

/** No fault for axe, in light and in dark colours, and nothing wider than a small phone. */
export async function isForAll(page: Page): Promise<void> {
  assert.deepEqual(await accessibilityFaults(page), [], page.url())
  const size = page.viewportSize()
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.setViewportSize(phone)
  const overflow = await page.evaluate<number>(OVERFLOW)
  assert.ok(overflow <= 0, `${page.url()} is ${overflow} pixels wider than a phone`)
  assert.deepEqual(await accessibilityFaults(page), [], `${page.url()} in the dark`)
  await page.emulateMedia({ colorScheme: 'light' })
  if (size !== null) await page.setViewportSize(size)
}
