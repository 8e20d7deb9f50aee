import { type UseFormReturnType, useForm } from '@mantine/form'
import { type ExperimentValues, experimentRules } from './experiment-values.ts'

export type Form = UseFormReturnType<ExperimentValues>

export function useExperimentForm(initialValues: ExperimentValues): Form {
  return useForm<ExperimentValues>({ mode: 'controlled', initialValues, validate: experimentRules })
}
