export type * from './model/model.ts'
export type * from './model/plan.ts'
