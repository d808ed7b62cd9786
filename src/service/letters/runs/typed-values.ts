import type { ParameterDefinition } from '../design/design.contract.ts'

/** What a form sends for the values of a kind, in their types; what does not fit stays text and is refused by the kind. */
export function typedValues(
  definitions: readonly ParameterDefinition[],
  typed: Readonly<Record<string, string>>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(typed).flatMap(([name, text]): [string, unknown][] => {
      const definition = definitions.find((one) => one.name === name)
      if (text === '') return []
      if (definition?.type === 'number' || definition?.type === 'money')
        return [[name, /^-?\d{1,12}$/.test(text) ? Number(text) : text]]
      if (definition?.type === 'yes-no') return [[name, text === 'yes' ? true : text === 'no' ? false : text]]
      return [[name, text]]
    }),
  )
}

/** Parameters that a person has to give: all that do not come from what is on file. Lists cannot be typed into a form. */
export const askedOf = (definitions: readonly ParameterDefinition[]) =>
  definitions
    .filter((one) => (one.source ?? 'order') === 'order' && one.type !== 'rows')
    .map(({ name, label, type, required, choices }) => ({ name, label, type, required, choices: [...(choices ?? [])] }))
