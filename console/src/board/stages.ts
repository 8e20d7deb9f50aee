export interface BoardStage {
  readonly id: string
  readonly label: string
}

export interface BoardCard {
  readonly id: string
  readonly stage: string
  /** What the card is called where it is spoken of. */
  readonly name: string
  /** The stages it may go to from where it stands; with none it stays. */
  readonly moves: readonly string[]
}
