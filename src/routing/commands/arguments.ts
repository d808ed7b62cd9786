/** What the commands are called with: one file and `--name value` pairs. */
export type CommandLine = { file: string; values: Map<string, string>; flags: Set<string> }

/**
 * Reads the command line.
 * @throws {Error} for unknown names, missing values or a missing file, with how the command is used.
 */
export function readCommandLine(
  argv: readonly string[],
  names: readonly string[],
  flagNames: readonly string[],
  usage: string,
): CommandLine {
  const line: CommandLine = { file: '', values: new Map(), flags: new Set() }
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i]
    const name = word.startsWith('--') ? word.slice(2) : ''
    if (flagNames.includes(name)) line.flags.add(name)
    else if (names.includes(name)) {
      const value = argv[++i]
      if (value === undefined) throw new Error(`--${name} needs a value.\n${usage}`)
      line.values.set(name, value)
    } else if (name === '' && line.file === '') line.file = word
    else throw new Error(`${word} is not understood.\n${usage}`)
  }
  if (line.file === '') throw new Error(usage)
  return line
}

/** A number within [min, max]. */
export function numberOf(line: CommandLine, name: string, fallback: number, min: number, max: number): number {
  const text = line.values.get(name)
  if (text === undefined) return fallback
  const value = Number(text)
  if (!Number.isFinite(value) || value < min || value > max) throw new Error(`--${name} must be from ${min} to ${max}.`)
  return value
}
