import type { Locale } from '#platform/i18n'
import type { Condition, DesignBlock, DesignBody, ParameterDefinition, Words } from './design.contract.ts'
import { faultsOf, type MessageFault, type Usable } from './message.ts'
import { builtIn } from './write-design.ts'

/** A fault of a design, at its place. */
export type DesignFault = MessageFault & { readonly path: string }

type Scope = { readonly usable: ReadonlyMap<string, Usable>; readonly faults: DesignFault[] }
type Definition = Pick<ParameterDefinition, 'name' | 'type' | 'choices'> & { readonly required: boolean }

const codesOf = (one: Definition): readonly string[] =>
  one.type === 'yes-no' ? ['yes', 'no'] : (one.choices ?? []).map((choice) => choice.code)

const usableOf = (definitions: readonly Definition[]): [string, Usable][] =>
  definitions.map((one) => [one.name, { type: one.type, codes: codesOf(one), isSure: one.required }])

/**
 * All that is wrong with a design, without drawing it: texts that are no ICU messages, parameters that nobody gives or that may
 * be missing where they stand, rules that no value can answer.
 */
export function checkDesign(body: DesignBody, definitions: readonly ParameterDefinition[]): DesignFault[] {
  const text = { type: 'text', codes: [], isSure: true }
  const scope: Scope = {
    usable: new Map([...builtIn.map((name) => [name, text] as const), ...usableOf(definitions)]),
    faults: [],
  }
  checkParameters(body.parameters, scope)
  checkWords('title', { ...body.title, du: '' }, scope)
  body.details.forEach((item, at) => checkLabelled(`details.${at}`, item, definitions, scope))
  const due = definitions.find((one) => one.name === body.actionDueOn)
  if (body.actionDueOn !== null && due?.type !== 'day') put(scope, 'actionDueOn', 'not-a-day')
  const seen = new Set<string>()
  for (const [at, module] of body.modules.entries()) {
    const path = `modules.${at}`
    if (seen.has(module.code)) put(scope, `${path}.code`, 'twice', { name: module.code })
    seen.add(module.code)
    checkRules(`${path}.when`, module.when, definitions, scope)
    const inside = { ...scope, usable: sureBy(module.when, scope.usable) }
    for (const [index, block] of module.blocks.entries())
      checkBlock(`${path}.blocks.${index}`, block, definitions, inside)
  }
  return scope.faults
}

const put = (scope: Scope, path: string, code: string, figures?: Readonly<Record<string, string>>): void => {
  scope.faults.push({ path, code, offset: null, ...(figures && { figures }) })
}

function checkParameters(parameters: readonly ParameterDefinition[], scope: Scope): void {
  const seen = new Set<string>(builtIn)
  for (const [at, one] of parameters.entries()) {
    const path = `parameters.${at}`
    if (seen.has(one.name)) put(scope, `${path}.name`, 'twice', { name: one.name })
    seen.add(one.name)
    if (one.type === 'choice' && !one.choices?.length) put(scope, `${path}.type`, 'no-choices', { name: one.name })
    if (one.type === 'rows' && !one.columns?.length) put(scope, `${path}.type`, 'no-columns', { name: one.name })
    if (one.source && one.source !== 'order' && one.type !== 'text')
      put(scope, `${path}.source`, 'source-is-text', { name: one.name })
    for (const [index, column] of (one.columns ?? []).entries())
      if (seen.has(column.name)) put(scope, `${path}.columns.${index}.name`, 'twice', { name: column.name })
  }
}

/** Every test but "missing" says that there is a value. */
function sureBy(when: readonly Condition[], usable: Scope['usable']): Scope['usable'] {
  const sure = new Set(when.filter((one) => one.test !== 'missing' && !one.column).map((one) => one.parameter))
  if (sure.size === 0) return usable
  return new Map([...usable].map(([name, own]) => [name, sure.has(name) ? { ...own, isSure: true } : own]))
}

function checkRules(
  path: string,
  when: readonly Condition[],
  definitions: readonly ParameterDefinition[],
  scope: Scope,
): void {
  for (const [at, rule] of when.entries()) {
    const named = definitions.find((one) => one.name === rule.parameter)
    const asked = rule.column === undefined ? named : named?.columns?.find((one) => one.name === rule.column)
    const figures = { name: rule.column ?? rule.parameter }
    if (!asked) put(scope, `${path}.${at}.parameter`, 'unknown-parameter', figures)
    else checkRule(`${path}.${at}`, rule, { ...asked, required: true }, scope)
  }
}

const comparable = new Set(['number', 'decimal', 'money', 'day'])

function checkRule(path: string, { test, values }: Condition, asked: Definition, scope: Scope): void {
  const figures = { name: asked.name }
  const needsValues = test !== 'given' && test !== 'missing'
  if (needsValues && values.length === 0) put(scope, `${path}.values`, 'no-value', figures)
  if ((test === 'more-than' || test === 'less-than') && !comparable.has(asked.type))
    put(scope, `${path}.test`, 'not-comparable', figures)
  const codes = codesOf(asked)
  if ((test === 'is' || test === 'is-not') && codes.length > 0)
    for (const value of values.filter((one) => !codes.includes(one)))
      put(scope, `${path}.values`, 'unknown-case', { ...figures, case: value })
}

function checkWords(path: string, words: Words, scope: Scope): void {
  const languages: readonly (readonly [keyof Words, Locale])[] = [
    ['de', 'de'],
    ['du', 'de'],
    ['en', 'en'],
  ]
  for (const [form, language] of languages) {
    const text = words[form]
    if (text === '' && form !== 'du') put(scope, `${path}.${form}`, 'empty')
    for (const fault of faultsOf(text, scope.usable, language)) scope.faults.push({ ...fault, path: `${path}.${form}` })
  }
}

type Item = { readonly label: Words; readonly value: Words; readonly when: readonly Condition[] }

function checkLabelled(path: string, item: Item, definitions: readonly ParameterDefinition[], scope: Scope): void {
  checkRules(`${path}.when`, item.when, definitions, scope)
  const inside = { ...scope, usable: sureBy(item.when, scope.usable) }
  checkWords(`${path}.label`, item.label, inside)
  checkWords(`${path}.value`, item.value, inside)
}

/** What texts inside of rows may name: the columns besides all else. */
function eachOf(
  path: string,
  each: string | undefined,
  definitions: readonly ParameterDefinition[],
  scope: Scope,
): Scope {
  if (each === undefined) return scope
  const rows = definitions.find((one) => one.name === each)
  if (rows?.type !== 'rows') put(scope, `${path}.each`, 'not-rows', { name: each })
  const columns = (rows?.columns ?? []).map((one) => ({ ...one, required: true }))
  return { ...scope, usable: new Map([...scope.usable, ...usableOf(columns)]) }
}

function checkBlock(path: string, block: DesignBlock, definitions: readonly ParameterDefinition[], scope: Scope): void {
  switch (block.kind) {
    case 'heading':
      return checkWords(`${path}.text`, block.text, scope)
    case 'paragraph':
      return checkWords(`${path}.text`, block.text, eachOf(path, block.each, definitions, scope))
    case 'list': {
      const inside = eachOf(path, block.each, definitions, scope)
      block.items.forEach((item, at) => {
        checkRules(`${path}.items.${at}.when`, item.when, definitions, scope)
        const sure = { ...inside, usable: sureBy(item.when, inside.usable) }
        checkWords(`${path}.items.${at}.text`, item.text, sure)
      })
      return
    }
    case 'facts': {
      const inside = eachOf(path, block.each, definitions, scope)
      block.items.forEach((item, at) => checkLabelled(`${path}.items.${at}`, item, definitions, inside))
      return
    }
    case 'highlight':
      checkWords(`${path}.label`, block.label, scope)
      return checkWords(`${path}.value`, block.value, scope)
    case 'code':
      checkWords(`${path}.title`, block.title, scope)
      checkWords(`${path}.alternative`, block.alternative, scope)
      return checkWords(`${path}.link`, block.link, scope)
    case 'table':
      return checkTable(path, block, definitions, scope)
    case 'bars':
      return checkBars(path, block, definitions, scope)
    case 'payment':
      return checkPayment(path, block, scope)
  }
}

function checkTable(
  path: string,
  block: Extract<DesignBlock, { kind: 'table' }>,
  definitions: readonly ParameterDefinition[],
  scope: Scope,
): void {
  const inside = eachOf(path, block.each, definitions, scope)
  checkWords(`${path}.caption`, block.caption, scope)
  block.columns.forEach((column, at) => {
    checkWords(`${path}.columns.${at}.label`, column.label, scope)
    checkWords(`${path}.columns.${at}.value`, column.value, inside)
  })
  block.sums.forEach((sum, at) => {
    checkWords(`${path}.sums.${at}.label`, sum.label, scope)
    checkWords(`${path}.sums.${at}.value`, sum.value, scope)
  })
}

function checkBars(
  path: string,
  block: Extract<DesignBlock, { kind: 'bars' }>,
  definitions: readonly ParameterDefinition[],
  scope: Scope,
): void {
  const inside = eachOf(path, block.each, definitions, scope)
  const rows = { type: 'text', codes: [], isSure: true }
  checkWords(`${path}.title`, block.title, scope)
  checkWords(`${path}.alternative`, block.alternative, { ...scope, usable: new Map([...scope.usable, ['rows', rows]]) })
  checkWords(`${path}.row`, block.row, inside)
  checkWords(`${path}.label`, block.label, inside)
  for (const part of ['value', 'before'] as const)
    if (inside.usable.get(block[part])?.type !== 'number')
      put(scope, `${path}.${part}`, 'not-a-number', { name: block[part] })
}

function checkPayment(path: string, block: Extract<DesignBlock, { kind: 'payment' }>, scope: Scope): void {
  checkWords(`${path}.title`, block.title, scope)
  checkWords(`${path}.alternative`, block.alternative, scope)
  for (const part of ['payee', 'iban', 'amount', 'purpose'] as const) {
    checkWords(`${path}.labels.${part}`, block.labels[part], scope)
    const wanted = part === 'amount' ? 'money' : 'text'
    const named = scope.usable.get(block[part])
    if (named?.type !== wanted) put(scope, `${path}.${part}`, `not-${wanted}`, { name: block[part] })
    else if (!named.isSure) put(scope, `${path}.${part}`, 'may-be-missing', { name: block[part] })
  }
}
