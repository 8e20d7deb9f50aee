import { gainsCalculatorFiles } from './gains-calculator.ts'
import { ghostfolioFiles } from './ghostfolio-converter.ts'
import { otherFiles } from './other-projects.ts'

type Reading = (text: string) => string[]

/** By the file of another project: its rows in the words of the tests, from its raw text, for an account in Berlin and in dollars. */
export const secondReadings: Readonly<Record<string, Reading>> = {
  ...inFolder('capital-gains-calculator', gainsCalculatorFiles),
  ...inFolder('export-to-ghostfolio', ghostfolioFiles),
  ...otherFiles,
}

function inFolder(folder: string, readings: Readonly<Record<string, Reading>>): Record<string, Reading> {
  return Object.fromEntries(Object.entries(readings).map(([name, reading]) => [`${folder}/${name}`, reading]))
}
