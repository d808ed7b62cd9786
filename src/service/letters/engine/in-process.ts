import type { Engine } from './engine.ts'

/** The engine in this very process, for tests and benchmarks; loaded when asked for, because its library takes 50 MB. */
export const inProcessEngine = async (): Promise<Engine> => (await import('./engine.ts')).createEngine()
