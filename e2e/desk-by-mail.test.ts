/** An employee writes a mail; it is a question at the desk, is answered by mail, and the reply to that stands below. */
import fs from 'node:fs'
import path from 'node:path'
import { companyOf, peopleFile } from '../fixtures/people-file.ts'
import { openMailboxSink } from '../server/platform/testing-imap.ts'
import { openSink } from '../server/platform/testing-mail.ts'
import { type Company, enterByMail, letter, visitor } from './company.ts'
import { install, operations } from './installation.ts'
import { desk } from './screens/desk.ts'
import { entering } from './screens/entering.ts'
import { settled, shell } from './screens/shell.ts'
import { expect, test } from './world.ts'

const slug = 'bymail'

test('a mail becomes a question, its answer a letter, and the reply to that goes on', async ({
  browser,
  databases,
  faults,
}, info) => {
  test.setTimeout(300_000)
  const folder = info.outputPath('installation')
  fs.mkdirSync(folder, { recursive: true })
  const [sink, mailbox] = [await openSink(), await openMailboxSink({ address: 'desk@bymail.example' })]
  const installation = await install({
    databaseUrl: databases.mail[info.retry]!,
    folder,
    smtpUrl: sink.url,
    inboundUrl: mailbox.url,
  })
  const company: Company = { slug, installation, sink, browser, faults }
  const { belay, origin } = installation
  try {
    const file = path.join(folder, 'people.csv')
    fs.writeFileSync(file, peopleFile(companyOf(30)))
    const made = await belay<{ signInLink: string }>(
      ...['org', 'create', '--name', 'By Mail', '--slug', slug, '--admin', 'office@bymail.example'],
    )
    await belay('people', 'import', file, '--org', slug)
    const admin = await visitor(company)
    await admin.goto(made.signInLink)
    await entering.go(admin).click()
    await entering.later(admin).click()
    await settled(admin)
    const act = await operations(admin.request, origin)
    type Person = { id: string; name: string; email: string | null }
    const { people } = await act<{ people: Person[] }>('people.list', { limit: 30 })
    const known: Person[] = []
    for (const { id } of people) known.push(await act<Person>('people.get', { personId: id }))
    const [lead, employee] = known.filter((one) => one.email?.includes('@') && one.email !== 'office@bymail.example')
    await act('access.grantRole', { personId: lead!.id, role: 'lead' })

    const write = (parts: { subject: string; answers?: string; body: string }) =>
      mailbox.put(
        [
          `From: ${employee!.email}`,
          `To: ${mailbox.address}`,
          `Subject: ${parts.subject}`,
          `Message-ID: <${parts.body.length}@home.example>`,
          ...(parts.answers ? [`In-Reply-To: ${parts.answers}`] : []),
          'Content-Type: text/plain; charset=utf-8',
          '',
          parts.body,
        ].join('\r\n'),
      )

    write({
      subject: 'May a goal end in the middle of a quarter?',
      body: 'Our move is on the tenth.\n\nKind regards,\nSomebody',
    })
    // The mailbox is looked into every half minute.
    await expect.poll(() => mailbox.count().read, { timeout: 90_000 }).toBe(1)
    await letter(company, employee!.email!, /\/ask\/[0-9a-f-]{36}/)

    const page = await enterByMail(company, lead!.email!, `/o/${slug}/program/desk`)
    await page.getByText('May a goal end in the middle of a quarter?').first().click()
    await expect(page.getByText('Our move is on the tenth.')).toBeVisible()
    await expect(page.getByText('Kind regards')).toHaveCount(0)
    await expect(page.getByText('Came by mail.', { exact: false })).toBeVisible()
    await desk.answer(page).fill('Yes. Choose the day that fits your work.')
    await desk.topic(page).click()
    await page.getByRole('option').first().click()
    await desk.sendAnswer(page).click()
    await expect(desk.answer(page)).toHaveValue('')

    await letter(company, employee!.email!, /Choose the day that fits your work/)
    const answer = sink.to(employee!.email!).at(-1)!
    write({
      subject: 'Re: Answer to your question',
      answers: (await answer.parsed()).messageId!,
      body: 'And who sees the day then?\n\nOn Monday, By Mail <desk@bymail.example> wrote:\n> Yes.',
    })
    await expect
      .poll(
        async () => {
          await page.reload()
          await settled(page)
          return page.getByText('And who sees the day then?').count()
        },
        { timeout: 90_000 },
      )
      .toBe(1)
    await expect(page.getByText('On Monday')).toHaveCount(0)

    // The administrator sees what became of the mails, and neither who wrote nor what.
    await admin.goto(`/o/${slug}/settings/mail-in`)
    await settled(admin)
    await expect(shell.title(admin)).toHaveText('What came in?')
    await expect(admin.getByText('Became a question')).toBeVisible()
    await expect(admin.getByText('Went on with a question')).toBeVisible()
    await expect(admin.getByText('desk@bymail.example')).toBeVisible()
    await expect(admin.getByText(employee!.email!)).toHaveCount(0)
  } finally {
    await installation.close()
    await mailbox.close()
    await sink.close()
  }
})
