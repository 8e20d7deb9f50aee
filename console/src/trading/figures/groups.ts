interface Group {
  readonly currency: string
}

/** The currency that is asked for, else that of most trades. */
export function chosenGroup<Of extends Group>(
  groups: readonly Of[],
  currency: string | undefined,
  countOf: (group: Of) => number,
): Of | undefined {
  const asked = groups.find((one) => one.currency === currency)
  return asked ?? groups.toSorted((left, right) => countOf(right) - countOf(left))[0]
}
