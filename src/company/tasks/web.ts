// Browser-safe door of `tasks`: contracts. Nothing here reads a file or a table.
export {
  basketAnswer,
  basketQuery,
  deferBody,
  finishBody,
  handOverBody,
  loadAnswer,
  takeBody,
  type TaskAnswer,
  taskDoneAnswer,
  taskGroups,
  taskPageAnswer,
} from './tasks.contract.ts'
