import { defineListener, facts } from '#company/journal'
import { wordsOfTask } from '#company/tasks'
import type { Tx } from '#platform/database'
import { noteOfContact, storeWork } from './work-search.sql.ts'

const TITLE_CHARS = 120

async function findableTask(tx: Tx, taskId: string): Promise<void> {
  const task = await wordsOfTask(tx, taskId)
  if (!task || task.text === '') return
  const title = task.title || task.text.slice(0, TITLE_CHARS)
  await storeWork(tx, { kind: 'task', id: taskId, customerId: task.customerId, title, text: task.text, at: task.at })
}

/** A task is found by its title and by what was noted on it. */
export const onTaskOpened = defineListener({
  name: 'customers.search-on-task-opened',
  hears: facts.taskOpened,
  hear: (tx, fact) => findableTask(tx, fact.payload.taskId),
})
export const onTaskNoted = defineListener({
  name: 'customers.search-on-task-noted',
  hears: facts.taskNoted,
  hear: (tx, fact) => findableTask(tx, fact.payload.taskId),
})

/** A contact is found by what was noted at it. */
export const onContactRecorded = defineListener({
  name: 'customers.search-on-contact-recorded',
  hears: facts.contactRecorded,
  hear: async (tx, fact) => {
    const id = fact.payload.contactId
    const contact = await noteOfContact(tx, id)
    if (!contact) return
    const { note, customerId, at } = contact
    await storeWork(tx, { kind: 'contact', id, customerId, title: note.slice(0, TITLE_CHARS), text: note, at })
  },
})
