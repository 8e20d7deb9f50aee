import { useSyncExternalStore } from 'react'

/** What the player needs of a track; a reviewer's unpublished one has the same shape. */
export interface Playable {
  readonly id: string
  readonly title: string
  readonly artistName: string
  readonly durationMs: number
  readonly streamUrl: string
  readonly coverUrl: string | null
}

export interface PlayerState {
  readonly track: Playable | null
  /** What comes after the track by itself. */
  readonly queue: readonly Playable[]
  readonly playing: boolean
  readonly seconds: number
  readonly durationSeconds: number
  readonly volume: number
  readonly fault: string | null
}

let state: PlayerState = {
  track: null,
  queue: [],
  playing: false,
  seconds: 0,
  durationSeconds: 0,
  volume: 1,
  fault: null,
}
let audio: HTMLAudioElement | null = null
const listeners = new Set<() => void>()

function change(part: Partial<PlayerState>): void {
  state = { ...state, ...part }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function usePlayer(): PlayerState {
  return useSyncExternalStore(subscribe, () => state)
}

export function useHasTrack(): boolean {
  return useSyncExternalStore(subscribe, () => state.track !== null)
}

/** Whether this track is the one in the player, and whether it sounds. */
export function usePlaysTrack(id: string): { readonly loaded: boolean; readonly playing: boolean } {
  const loaded = useSyncExternalStore(subscribe, () => state.track?.id === id)
  const playing = useSyncExternalStore(subscribe, () => state.track?.id === id && state.playing)
  return { loaded, playing }
}

/** Starts a track now; `queue` follows it. Called from a click, so that the browser lets it sound. */
export function play(track: Playable, queue: readonly Playable[] = []): void {
  change({ track, queue, seconds: 0, durationSeconds: track.durationMs / 1000, fault: null })
  const element = audioElement()
  element.src = track.streamUrl
  start(element)
  announceToSystem(track)
}

export function toggle(track: Playable, queue: readonly Playable[] = []): void {
  if (state.track?.id !== track.id) play(track, queue)
  else if (state.playing) pause()
  else resume()
}

export function pause(): void {
  audio?.pause()
}

export function resume(): void {
  if (audio !== null) start(audio)
}

export function seek(seconds: number): void {
  if (audio === null) return
  const within = Math.min(Math.max(0, seconds), state.durationSeconds)
  audio.currentTime = within
  change({ seconds: within })
}

export function setVolume(volume: number): void {
  change({ volume })
  if (audio !== null) audio.volume = volume
}

export function close(): void {
  audio?.pause()
  audio?.removeAttribute('src')
  change({ track: null, queue: [], playing: false, seconds: 0, fault: null })
}

function next(): void {
  const [following, ...rest] = state.queue
  if (following === undefined) change({ playing: false })
  else play(following, rest)
}

function start(element: HTMLAudioElement): void {
  element.play().catch((error: unknown) => {
    // A newer track or a pause interrupts the start of the older one; only a refusal is worth telling.
    if (error instanceof DOMException && error.name === 'AbortError') return
    change({ playing: false, fault: 'This recording could not be played.' })
  })
}

function audioElement(): HTMLAudioElement {
  if (audio !== null) return audio
  const element = document.createElement('audio')
  element.hidden = true
  element.preload = 'metadata'
  element.volume = state.volume
  element.addEventListener('play', () => change({ playing: true, fault: null }))
  element.addEventListener('pause', () => change({ playing: false }))
  element.addEventListener('ended', next)
  element.addEventListener('timeupdate', () => change({ seconds: element.currentTime }))
  element.addEventListener('durationchange', () => {
    if (Number.isFinite(element.duration)) change({ durationSeconds: element.duration })
  })
  element.addEventListener('error', () => {
    if (state.track !== null) change({ playing: false, fault: 'This recording could not be loaded.' })
  })
  document.body.append(element)
  audio = element
  return element
}

/** Media keys, the lock screen and headsets. */
function announceToSystem(track: Playable): void {
  if (!('mediaSession' in navigator)) return
  const artwork = track.coverUrl === null ? [] : [{ src: track.coverUrl }]
  navigator.mediaSession.metadata = new MediaMetadata({ title: track.title, artist: track.artistName, artwork })
  navigator.mediaSession.setActionHandler('play', resume)
  navigator.mediaSession.setActionHandler('pause', pause)
  navigator.mediaSession.setActionHandler('nexttrack', next)
}
