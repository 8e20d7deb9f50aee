export { type CompileOptions, compile, type Evaluator, faultsOf } from './compile.ts'
export type { ConditionExplanation, Explanation, RuleExplanation, SplitExplanation } from './explain.ts'
export type {
  Assignments,
  Bucketing,
  Comparison,
  Condition,
  Context,
  Dialect,
  ErrorCode,
  Evaluation,
  Fault,
  Flag,
  FlagType,
  HashName,
  ImportedComparison,
  Json,
  Operator,
  Prerequisite,
  Ramp,
  Range,
  Reason,
  Rollout,
  Rule,
  Segment,
  Serve,
  Snapshot,
  Split,
  Sticky,
  Variant,
  Weight,
} from './model.ts'
export { hashNames } from './model.ts'
export { patternFault } from './patterns.ts'
