/** Commands about the installation as a whole. */
import { backup, machineTime } from './backup.ts'
import { type Command, serverCommand } from './command.ts'
import { restore } from './restore.ts'

const number = new Intl.NumberFormat('en')

export const commands: readonly Command[] = [
  serverCommand({
    name: 'backup',
    summary: 'Save everything to one file, from one moment, while Belay runs on.',
    args: ['FILE'],
    async runOnServer(s, { args: [file] }) {
      const report = await backup(s, file, machineTime())
      const size =
        report.bytes < 10_000_000
          ? `${number.format(Math.ceil(report.bytes / 1000))} kB`
          : `${number.format(Math.round(report.bytes / 1_000_000))} MB`
      return {
        json: report,
        text: `Saved ${number.format(report.rows)} rows of ${report.tables} tables (${size}) to ${report.file}.\nWho has this file has everything that is in Belay: keep it like the database itself.`,
      }
    },
  }),
  serverCommand({
    name: 'restore',
    summary: 'Bring back everything from a backup, into an empty installation; of this release or an older one.',
    args: ['FILE'],
    async runOnServer(s, { args: [file] }) {
      const report = await restore(s, file)
      return {
        json: report,
        text: `Restored ${number.format(report.rows)} rows of ${report.tables} tables, as they were at ${report.from.madeAt} in release ${report.from.release}. Start Belay: npm start`,
      }
    },
  }),
]
