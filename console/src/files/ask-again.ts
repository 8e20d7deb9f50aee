const firstWaitMs = 500
const triesMax = 7

/**
 * For the `error` of an image: a picture that was just uploaded is made into its sizes within seconds, and until then there is
 * nothing at its address. Asked again after half a second, one, two and so on, for about a minute.
 */
export function askAgain(picture: EventTarget | null): void {
  if (!(picture instanceof HTMLImageElement)) return
  const tries = Number(picture.dataset.tries ?? 0)
  if (tries >= triesMax) return
  picture.dataset.tries = String(tries + 1)
  const { src } = picture
  setTimeout(
    () => {
      if (picture.isConnected && picture.src === src) picture.src = src
    },
    firstWaitMs * 2 ** tries,
  )
}
