import type { DesignModule } from './design.contract.ts'

/** What a module says, apart from its number and its rule, which belongs to the kind. */
const saysOf = ({ name, blocks }: DesignModule): string => JSON.stringify(sorted({ name, blocks }))

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1))
  return Object.fromEntries(entries.map(([key, part]) => [key, sorted(part)]))
}

/** Numbers the modules of a kind: what says the same as the latest released one has its number, what says something new the next. */
export function numberModules(modules: readonly DesignModule[], released: readonly DesignModule[]): DesignModule[] {
  const latest = new Map(released.map((one) => [one.code, one]))
  return modules.map((module) => {
    const before = latest.get(module.code)
    if (!before) return { ...module, version: 1 }
    return { ...module, version: saysOf(before) === saysOf(module) ? before.version : before.version + 1 }
  })
}
