import 'uplot/dist/uPlot.min.css'
import { type RefObject, useEffect, useRef } from 'react'
import type uPlot from 'uplot'
import { type Drawn, plotOptions } from './plot-options.ts'

interface PlotInput {
  readonly drawn: Drawn
  readonly data: uPlot.AlignedData
  readonly height: number
  /** The place under the pointer, null when it left; `left` is where it lies in the frame. */
  readonly onPoint: (at: number | null, left: number) => void
  readonly onPick: (at: number) => void
}

interface Plot {
  readonly frame: RefObject<HTMLDivElement | null>
  /** Puts the cursor at a place, and says how far from the left of the frame that is. */
  readonly show: (at: number) => number
}

/** uPlot inside a frame: fetched when the first chart is shown, as wide as the frame, drawn anew when the colours change. */
export function usePlot({ drawn, data, height, onPoint, onPick }: PlotInput): Plot {
  const frame = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot>(undefined)
  const calls = useRef({ onPoint, onPick })
  calls.current = { onPoint, onPick }
  useEffect(() => {
    const element = frame.current
    if (element === null) return
    let isGone = false
    let leave = () => {}
    void import('uplot').then(({ default: UPlot }) => {
      if (isGone) return
      const options = plotOptions(UPlot, drawn, { width: element.clientWidth, height })
      const made = new UPlot(withCursor(options, calls), data, element)
      plot.current = made
      leave = follow(made, element, height)
      // A tap moves no pointer before it.
      made.over.addEventListener('click', ({ clientX }) =>
        calls.current.onPick(made.posToIdx(clientX - made.over.getBoundingClientRect().left)),
      )
    })
    return () => {
      isGone = true
      leave()
      plot.current?.destroy()
      plot.current = undefined
    }
  }, [drawn, data, height])
  const show = (at: number): number => {
    const made = plot.current
    const x = made?.data[0]?.[at]
    if (made === undefined || x === undefined || x === null) return 0
    const left = made.valToPos(x, 'x')
    made.setCursor({ left, top: made.over.clientHeight / 2 }, false)
    return left + made.over.offsetLeft
  }
  return { frame, show }
}

type Calls = RefObject<Pick<PlotInput, 'onPoint' | 'onPick'>>

function withCursor(options: uPlot.Options, calls: Calls): uPlot.Options {
  const setCursor = (plot: uPlot): void => {
    const { idx, left = -1 } = plot.cursor
    calls.current.onPoint(left < 0 ? null : (idx ?? null), left + plot.over.offsetLeft)
  }
  return { ...options, hooks: { ...options.hooks, setCursor: [setCursor] } }
}

function follow(plot: uPlot, element: HTMLElement, height: number): () => void {
  const sizes = new ResizeObserver(() => {
    if (element.clientWidth > 0) plot.setSize({ width: element.clientWidth, height })
  })
  sizes.observe(element)
  const scheme = new MutationObserver(() => plot.redraw(false))
  scheme.observe(document.documentElement, { attributeFilter: ['data-mantine-color-scheme'] })
  return () => {
    sizes.disconnect()
    scheme.disconnect()
  }
}
