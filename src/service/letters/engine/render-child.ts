import type { Sheet } from '../blocks.ts'
import { createEngine } from './engine.ts'

// A process of its own for the native engine: what it crashes or leaks is its own, and it carries no secret of the house.
const engine = createEngine()
process.on('message', ({ id, question }: { id: number; question: Sheet }) => {
  try {
    process.send?.({ id, answer: engine.draw(question) })
  } catch (error) {
    process.send?.({ id, fault: error instanceof Error ? error.message : String(error) })
  }
})
process.on('disconnect', () => process.exit(0))
