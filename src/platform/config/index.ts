export { readSettings, type Settings, SettingsRefused, settingsSchema } from './settings.ts'
