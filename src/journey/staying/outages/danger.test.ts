import { describe, expect, test } from 'vitest'
import { type Danger, dangerIn } from './danger.ts'

const said: readonly (readonly [string, Danger])[] = [
  ['Gasgeruch im Keller', 'gas'],
  ['Hilfe, es riecht bei uns im Treppenhaus seit gestern Abend nach Gas!', 'gas'],
  ['hier stinkt es nach GAS', 'gas'],
  ['Gasgeruhc', 'gas'],
  ['gas geruch', 'gas'],
  ['Gas-Geruch', 'gas'],
  ['es richt nach gas', 'gas'],
  ['Ich glaube, da ist ein Gasleck', 'gas'],
  ['Es riecht nach faulen Eiern', 'gas'],
  ['I can smell gas in the hallway', 'gas'],
  ['there is a gas leek, I smel gas', 'gas'],
  ['gas is leaking', 'gas'],
  ['it smells of rotten eggs', 'gas'],
  ['Rohrbruch vor dem Haus', 'water'],
  ['Wasserrohrbuch in der Lindenstraße', 'water'],
  ['Bei uns ist ein Rohr geplatzt', 'water'],
  ['Wasser schießt aus der Straße', 'water'],
  ['Der Keller steht unter Wasser, es läuft und läuft', 'water'],
  ['burst pipe in the cellar', 'water'],
  ['water is pouring into the basement', 'water'],
  ['Stromausfall', 'power'],
  ['Stromausfal in der ganzen Straße', 'power'],
  ['Wir haben keinen Strom', 'power'],
  ['Seit heute früh ist der Strom weg', 'power'],
  ['Der Strom ist ausgefallen', 'power'],
  ['no power since this morning', 'power'],
  ['We are without electricity', 'power'],
  ['power cut', 'power'],
  ['Der Zählerschrank qualmt', 'power'],
  ['Aus dem Sicherungskasten kommen Funken', 'power'],
  ['Rohrbruch, und es riecht nach Gas', 'gas'],
]

const notSaid: readonly string[] = [
  '',
  'Wie lese ich meinen Gaszähler ab?',
  'Mein Abschlag für Strom ist zu hoch',
  'Ich möchte den Gaspreis wissen',
  'Was kostet Gas im nächsten Jahr?',
  'Strom und Gas aus einer Hand',
  'Ich habe keine Rechnung für Strom bekommen',
  'kein Stromvertrag',
  'Ich ziehe um und brauche ab Mai Strom',
  'Bitte schicken Sie mir die Rechnung für Wasser',
  'Warmwasser und Heizung',
  'power of attorney for my mother',
  'no power of attorney yet',
  'What is the price of gas?',
  'The water bill is too high',
  'Der Zähler wurde getauscht',
  'Ich finde den Zählerschrank nicht',
  'Vollmacht für meine Frau, keine Strom Vollmacht bisher',
  'Der Kundenservice war sehr freundlich',
  'Wechsel zu Ökostrom',
]

describe('a danger', () => {
  test.each(said)('%s', (text, danger) => {
    expect(dangerIn(text)).toBe(danger)
  })
})

describe('no danger', () => {
  test.each(notSaid.map((text) => [text]))('%s', (text) => {
    expect(dangerIn(text)).toBeUndefined()
  })
})

test('a very long text costs milliseconds, and what stands at its beginning is seen', () => {
  const long = `Gasgeruch ${'lorem ipsum dolor '.repeat(20_000)}`
  const started = performance.now()
  expect(dangerIn(long)).toBe('gas')
  expect(performance.now() - started).toBeLessThan(1_000)
})
