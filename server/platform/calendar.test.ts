/** What people are called and what they write stays words in a calendar file and in the head of a letter. */
import { expect, test } from 'vitest'
import { calendarFile, type CalendarEntry } from './calendar.ts'
import { openPostman } from './mail.ts'
import { smtpSink } from './testing.ts'

const bad = 'Eve"\r\nATTENDEE:mailto:x@evil.example\r\nBcc: x@evil.example\r\n; , <b@evil.example>'
const entry = (over: Partial<CalendarEntry> = {}): CalendarEntry => ({
  uid: 'meeting-1@belay.test',
  sequence: 3,
  // An hour that does not exist in Berlin's night of the change is one moment all the same.
  startsAt: '2026-03-29T01:30:00.000Z',
  endsAt: '2026-03-29T02:30:00.000Z',
  summary: bad,
  description: bad,
  place: bad,
  url: 'https://belay.test/o/x',
  stampedAt: '2026-03-01T00:00:00.000Z',
  organizer: { name: bad, address: 'a@belay.test', accepted: true },
  others: [
    { name: `فرح ${bad}`, address: 'o@belay.test', accepted: false },
    { name: 'Nobody', address: '', accepted: false },
  ],
  ...over,
})
/** The lines of a file, folded ones put together. */
const linesOf = (file: string) => file.replace(/\r?\n[ \t]/g, '').split(/\r?\n/)

test.each(['request', 'cancel', 'publish'] as const)(
  'a calendar file (%s) has the lines that it should and no others',
  (method) => {
    const lines = linesOf(calendarFile(entry(), method))
    expect(lines).toContain(`METHOD:${method.toUpperCase()}`)
    expect(lines).toContain('UID:meeting-1@belay.test')
    expect(lines).toContain('SEQUENCE:3')
    expect(lines).toContain('DTSTART:20260329T013000Z')
    expect(lines).toContain(`STATUS:${method === 'cancel' ? 'CANCELLED' : 'CONFIRMED'}`)
    const attendees = lines.filter((line) => line.startsWith('ATTENDEE'))
    expect(attendees.map((line) => /mailto:([^:]+)$/i.exec(line)?.[1])).toEqual(['a@belay.test', 'o@belay.test'])
    for (const line of lines.filter(Boolean)) expect(line).toMatch(/^[A-Z-]+[;:]/)
    expect(lines.filter((line) => /^bcc/i.test(line))).toEqual([])
  },
)

test('a letter goes to its reader alone, whatever anybody is called', async () => {
  const sink = await smtpSink()
  const postman = openPostman({ smtpUrl: sink.url, dkim: null } as never)
  const outcome = await postman.send({
    messageId: '<one@belay.test>',
    to: { name: bad, address: 'reader@belay.test' },
    from: { name: bad, address: 'belay@belay.test' },
    replyTo: { name: bad, address: 'sender@belay.test' },
    subject: bad,
    html: '<p>Hello</p>',
    text: 'Hello',
    calendar: { method: 'REQUEST', file: calendarFile(entry(), 'request') },
  })
  postman.close()
  expect(outcome.result).toBe('submitted')
  const [mail] = sink.received
  expect(mail!.to).toEqual(['reader@belay.test'])
  const head = mail!.raw.slice(0, mail!.raw.indexOf('\r\n\r\n'))
  expect(linesOf(head).filter((line) => /^(bcc|cc|attendee)/i.test(line))).toEqual([])
  const parsed = await mail!.parsed()
  expect([parsed.to].flat()[0]!.value.map((one) => one.address)).toEqual(['reader@belay.test'])
  expect(parsed.replyTo!.value.map((one) => one.address)).toEqual(['sender@belay.test'])
})
