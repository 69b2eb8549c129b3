/**
 * Every piece of the design system on one page, in a development build.
 * Its words are samples, not the product's, and stay here in English.
 */
import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  Menu,
  NumberInput,
  PasswordInput,
  Radio,
  SegmentedControl,
  Select,
  Switch,
  Textarea,
  TextInput,
  useMantineColorScheme,
} from '@mantine/core'
import { IconDots, IconMoon, IconPlus, IconSun, IconTarget, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { accentFrom, contrast } from '../../../contract/colour.ts'
import { ApiProblem, type Window } from '../../api.ts'
import { usePeopleSearch } from '../../shell/people-search.ts'
import { accentShown, showAccent } from '../../shell/brand.ts'
import { ConfirmDialog } from '../confirm.tsx'
import { DataTable, type Column, type Sort } from '../data-table.tsx'
import { DateField, TimeField } from '../date-field.tsx'
import { Diff } from '../diff.tsx'
import { Newer } from '../newer.tsx'
import { Filter, FilterBar } from '../filter-bar.tsx'
import { KeyHint } from '../key-hint.tsx'
import { Choice, FoldingRow, List, Row as ListRow } from '../list.tsx'
import { LongWork } from '../long-work.tsx'
import { MarkdownView } from '../markdown.tsx'
import { DayTile, DoneMark } from '../marks.tsx'
import { Meter, State } from '../meter.tsx'
import { Facts, Page, Section, Card } from '../page.tsx'
import { Avatar, People, Person } from '../person.tsx'
import { PersonPicker, type Pickable } from '../person-picker.tsx'
import { useReader, When } from '../reader.tsx'
import { SidePanel } from '../side-panel.tsx'
import { OfTotal, Stat, Stats, SuppressedNumber } from '../stat.tsx'
import { Empty, Note, ProblemNote, RowsSkeleton, StatsSkeleton } from '../states.tsx'
import { Checks, Steps } from '../steps.tsx'
import { useTab, ViewTabs } from '../tabs.tsx'
import { toast } from '../toasts.tsx'
import { SmallMultiples } from '../small-multiples.tsx'
import { TrendChart } from '../trend-chart.tsx'
import { Upload } from '../upload.tsx'
import classes from './gallery.module.css'

const brands = ['#3157c4', '#0f766e', '#b4235a', '#f2b705', '#16a34a', '#6d28d9', '#0b0b0c', '#c2410c']
const names = [
  'Amara Okafor',
  'Jonas Lindqvist',
  '王小明',
  'Zoë van der Berg',
  'José Ángel Ruiz',
  'Priya',
  "Siobhán O'Neill",
  'محمد الفاسي',
  'Łukasz Żak',
  '김민지',
]
const titles = ['Staff Engineer', 'Regional Sales Manager', 'People Partner', 'Warehouse Lead', 'Account Executive']
const departments = ['Engineering', 'Sales', 'People', 'Operations', 'Customer Support']

type Row = {
  id: string
  name: string
  title: string
  department: string
  goals: number
  progress: number
  seen: string
}
const row = (i: number): Row => ({
  id: String(i),
  name: names[i % names.length]!,
  title: titles[i % 5]!,
  department: departments[(i * 7) % 5]!,
  goals: (i * 3) % 5,
  progress: ((i * 37) % 100) / 100,
  seen: new Date(Date.UTC(2026, 10, 20) - i * 86_400_000 * 0.7).toISOString(),
})

function many(total: number): Window<Row> {
  return { total, rowAt: (i) => row(i), want: () => {}, problem: null, loading: false, retry: () => {} }
}

const weeks = Array.from({ length: 36 }, (_, i) =>
  new Date(Date.UTC(2026, 2, 2) + i * 7 * 86_400_000).toISOString().slice(0, 10),
)
const curve = (start: number, end: number, bend: number, shift = 0) =>
  weeks.map((on, i) => {
    const share = Math.max(
      0,
      Math.min(0.97, start + (end - start) / (1 + Math.exp(-(i - 14 - shift) / bend)) + Math.sin(i * 1.7) * 0.012),
    )
    return { on, value: share, numerator: Math.round(share * 480), denominator: 480 }
  })

export function Gallery() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const { now } = useReader()
  const [tab, setTab] = useTab(['all', 'mine', 'done'])
  const [accent, setAccent] = useState(accentShown() ?? brands[0]!)
  const [asking, setAsking] = useState(false)
  const [panel, setPanel] = useState(false)
  const [sort, setSort] = useState<Sort | null>({ by: 'name', down: false })
  const [chosen, setChosen] = useState<string[]>(['Sales'])
  const [query, setQuery] = useState<string | undefined>()
  const [who, setWho] = useState<Pickable | null>(null)
  const [day, setDay] = useState<string | null>('2026-12-01')
  const [time, setTime] = useState<string | null>('09:00')
  const [file, setFile] = useState<File | null>(null)
  const columns: Column<Row>[] = [
    {
      id: 'name',
      header: 'Name',
      width: 'minmax(200px, 2fr)',
      sort: true,
      fixed: true,
      cell: (p) => <Person person={{ id: p.id, name: p.name, title: p.title }} />,
      phone: 'title',
    },
    { id: 'department', header: 'Department', sort: true, cell: (p) => p.department, phone: 'detail' },
    { id: 'goals', header: 'Goals', width: '80px', align: 'end', sort: true, cell: (p) => p.goals, phone: 'off' },
    {
      id: 'progress',
      header: 'Progress',
      width: '180px',
      cell: (p) => <Meter share={p.progress} label={`Progress of ${p.name}`} expected={0.6} />,
      phone: 'off',
    },
    {
      id: 'seen',
      header: 'Last check-in',
      width: '140px',
      sort: true,
      cell: (p) => <When at={p.seen} />,
      phone: 'end',
    },
  ]
  const paint = accentFrom(accent)
  return (
    <Page
      title="Does every piece look right?"
      description="The design system, all at once. Change the brand and the scheme; everything follows."
      help="This page shows each piece of the interface in its states. It is part of the demo only."
      more={
        <ActionIcon
          size={36}
          variant="default"
          aria-label="Light or dark"
          onClick={() => setColorScheme(colorScheme === 'dark' ? 'light' : 'dark')}
        >
          {colorScheme === 'dark' ? <IconSun size={18} aria-hidden /> : <IconMoon size={18} aria-hidden />}
        </ActionIcon>
      }
      action={
        <Button
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() =>
            toast({ message: 'Goal created', action: { label: 'Undo', run: () => toast({ message: 'Taken back' }) } })
          }
        >
          Set a goal
        </Button>
      }
      below={
        <ViewTabs
          label="View"
          value={tab}
          onChange={setTab}
          tabs={[
            { value: 'all', label: 'All', count: 24 },
            { value: 'mine', label: 'Mine', count: 3 },
            { value: 'done', label: 'Done' },
          ]}
        />
      }
    >
      <Section title="Brand" description="One colour from the company; the rest is computed and checked." bare>
        <div className={classes.brands}>
          {brands.map((b) => (
            <button
              key={b}
              type="button"
              className={classes.brand}
              style={{ background: b }}
              aria-pressed={b === accent}
              aria-label={b}
              onClick={() => {
                setAccent(b)
                showAccent(b)
              }}
            />
          ))}
          <span className={classes.muted}>
            {accent}
            {paint.adjusted ? ' adjusted,' : ','} words on it{' '}
            {contrast(paint.light.fill, paint.light.onFill).toFixed(1)} to 1
          </span>
        </div>
        <div className={classes.scale} aria-hidden>
          {paint.scale.map((c) => (
            <span key={c} style={{ background: c }} />
          ))}
        </div>
      </Section>

      <Section title="Buttons" bare>
        <Group gap="xs">
          <Button>Launch wave 2</Button>
          <Button variant="default">Save draft</Button>
          <Button variant="light">Preview</Button>
          <Button variant="subtle">Learn more</Button>
          <Button color="red">End 61 employments</Button>
          <Button variant="light" color="red">
            Remove
          </Button>
          <Button loading>Sending</Button>
          <Button disabled>Not yet</Button>
          <Menu>
            <Menu.Target>
              <ActionIcon aria-label="More">
                <IconDots size={18} aria-hidden />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item>Edit</Menu.Item>
              <Menu.Item>Copy link</Menu.Item>
              <Menu.Divider />
              <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />}>
                Delete
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
          <SegmentedControl data={['Week', 'Month', 'Quarter']} aria-label="Span" />
          <KeyHint keys="Mod+K" />
        </Group>
        <Group gap="xs" mt="md">
          <State tone="good">Live</State>
          <State tone="warn">Two gates open</State>
          <State tone="bad">Blocked</State>
          <State tone="quiet">Draft</State>
          <State tone="accent">Wave 2</State>
          <When at={new Date(now() - 3 * 3600_000).toISOString()} />
          <When on="2026-05-14" />
          <OfTotal numerator={412} denominator={480} />
          <SuppressedNumber floor={5} />
        </Group>
      </Section>

      <Section title="Numbers" bare>
        <Stats>
          <Stat
            label="People with a goal"
            value={{ state: 'share', numerator: 412, denominator: 480 }}
            asOf="2026-11-14"
            target={0.9}
            change={4}
            onExplain={() => setPanel(true)}
          />
          <Stat
            label="Time to first goal"
            value={{ state: 'amount', value: 9, unit: 'days', denominator: 412 }}
            asOf="2026-11-14"
            target={14}
            onExplain={() => setPanel(true)}
          />
          <Stat
            label="Comfort with feedback"
            value={{ state: 'suppressed', floor: 5 }}
            onExplain={() => setPanel(true)}
          />
          <Stat label="Habit" value={{ state: 'not_yet', why: 'First on 1 February, after three full months' }} />
        </Stats>
      </Section>

      <Section title="Are check-ins becoming a habit?" description="Pairs with a held check-in in the agreed window.">
        <div className={classes.pad}>
          <TrendChart
            title="Check-in cadence"
            unit="share"
            series={[{ id: 'all', label: 'Everyone', points: curve(0.18, 0.88, 4) }]}
            target={0.85}
            baseline={0.22}
            annotations={[
              { on: '2026-04-06', label: 'Sponsor’s letter' },
              { on: '2026-05-18', label: 'Wave 1 live' },
              { on: '2026-08-03', label: 'Wave 2 live' },
            ]}
          />
        </div>
      </Section>
      <Section title="By wave">
        <div className={classes.pad}>
          <TrendChart
            title="Check-in cadence by wave"
            unit="share"
            height={240}
            series={[
              { id: '1', label: 'Wave 1', points: curve(0.18, 0.9, 3) },
              {
                id: '2',
                label: 'Wave 2',
                points: curve(0.2, 0.72, 4, 9).map((p, i) => (i < 4 ? { ...p, value: null, suppressed: true } : p)),
              },
              { id: '3', label: 'Not launched', points: curve(0.2, 0.26, 8), quiet: true },
            ]}
            target={0.85}
          />
        </div>
      </Section>
      <Section title="Small multiples" bare>
        <SmallMultiples
          title="Goal coverage by department"
          unit="share"
          target={0.9}
          onOpen={() => {}}
          charts={departments.map((d, i) => ({
            id: d,
            label: d,
            points: curve(0.1, 0.5 + i * 0.1, 4, i * 2),
            note: `${96 - i * 8} people`,
            from: '2026-05-18',
          }))}
        />
      </Section>

      <Section title="A table of 150,000" bare>
        <FilterBar
          search={{ value: query, onChange: setQuery, label: 'Search people' }}
          active={chosen.length}
          onClear={() => setChosen([])}
        >
          <Filter
            label="Department"
            value={chosen}
            onChange={setChosen}
            options={departments.map((d, i) => ({ value: d, label: d, count: 4100 - i * 311 }))}
          />
          <Filter
            label="Country"
            value={[]}
            onChange={() => {}}
            options={['Germany', 'Spain', 'France'].map((d) => ({ value: d, label: d }))}
          />
        </FilterBar>
        <div className={classes.window}>
          <DataTable
            label="People"
            name="samples"
            rows={many(12)}
            columns={columns}
            rowKey={(r) => r.id}
            onOpen={() => setPanel(true)}
            current="2"
            sort={sort}
            onSort={setSort}
          />
        </div>
      </Section>

      <Section title="A list of a few" description="Each row with its words, its state and what can be done." bare>
        <div className={classes.two}>
          <List label="A list of a few">
            <ListRow
              lead={<DayTile at="2026-11-17T09:00:00Z" />}
              title="Feedback that people can use"
              to="/_ui"
              says={['17 November, 10:00 to 12:00', 'The whole row leads to its page']}
              end={<State tone="warn">3 waiting</State>}
            />
            <ListRow
              lead={<DoneMark done label="Done" />}
              title="Your first check-in"
              says="Text · 4 minutes"
              acts={<Button variant="default">Look again</Button>}
            />
            <ListRow lead={<DoneMark done={false} label="Open" />} title="What would you say?" says="Scenario" />
            <ListRow
              title="A course from elsewhere"
              says="SCORM 2004, version 2, 14 MB"
              acts={
                <>
                  <Button variant="default">Try</Button>
                  <Button variant="subtle" color="gray">
                    Remove
                  </Button>
                </>
              }
            />
          </List>
          <List label="Choosing and opening">
            <Choice onChoose={() => {}} act="Choose">
              <Person person={{ id: '1', name: names[1]!, title: titles[1]! }} size={36} />
            </Choice>
            <ListRow
              lead={<Avatar name={names[3]!} id="3" size={36} />}
              title={names[3]}
              says={titles[3]}
              end={<State tone="good">Came</State>}
            />
            <FoldingRow title="A letter before it goes out" says="30 November" act="Read">
              <p className={classes.muted}>Dear colleagues, from Monday …</p>
            </FoldingRow>
            <ListRow title="With more below" says="What one acts on where it stands">
              <Button variant="default">Hand over</Button>
            </ListRow>
          </List>
        </div>
      </Section>

      <Section title="People" bare>
        <div className={classes.people}>
          {names.slice(0, 8).map((n, i) => (
            <Person key={n} person={{ id: String(i), name: n, title: titles[i % 5]! }} size={36} />
          ))}
        </div>
        <People people={names.map((name, i) => ({ id: String(i), name }))} total={41} />
      </Section>

      <Section title="Fields" bare>
        <div className={classes.fields}>
          <TextInput
            label="Program name"
            description="Short; people will say it aloud"
            placeholder="for example Uplift"
          />
          <TextInput label="Sender" error="Choose who this message comes from" defaultValue="" />
          <Select
            label="Cadence"
            data={['Weekly', 'Every two weeks', 'Monthly']}
            defaultValue="Every two weeks"
            allowDeselect={false}
          />
          <PersonPicker label="Executive sponsor" value={who} onChange={setWho} useFind={usePeopleSearch} />
          <DateField label="Go-live" value={day} onChange={setDay} />
          <TimeField label="Sent at" value={time} onChange={setTime} />
          <NumberInput label="Target" suffix=" %" defaultValue={85} min={0} max={100} />
          <PasswordInput label="Password" defaultValue="" />
          <Textarea label="Why now" placeholder="What changes for people, in their words" className={classes.wide} />
          <Checkbox label="Include people on leave" defaultChecked />
          <Switch label="Feedback" defaultChecked />
          <Radio.Group label="Visible to" defaultValue="all">
            <Group gap="md" mt={4}>
              <Radio value="all" label="Everyone" />
              <Radio value="line" label="Reporting line" />
            </Group>
          </Radio.Group>
        </div>
      </Section>

      <Section title="Steps and checks" bare>
        <div className={classes.two}>
          <Card>
            <Steps
              label="Program design"
              steps={[
                { to: '/_ui', label: 'Name and brand', state: 'done', summary: 'Uplift, “Grow where you stand”' },
                { to: '/program/design/why', label: 'Why, and why now', state: 'done', summary: '3 objectives' },
                {
                  to: '/program/design/elements',
                  label: 'Elements and cadence',
                  state: 'problem',
                  summary: 'Check-ins need a cadence',
                },
                { to: '/program/design/policy', label: 'Expectations and policy', state: 'open' },
                { to: '/program/design/metrics', label: 'Success metrics', state: 'open' },
              ]}
            />
          </Card>
          <Card padding={false}>
            <Checks
              checks={[
                { id: '1', state: 'pass', label: 'A sponsor is named', detail: 'Amara Okafor, since 2 March' },
                {
                  id: '2',
                  state: 'fail',
                  label: 'Managers are trained',
                  detail: '41 of 62 managers, 14 November',
                  action: (
                    <Button size="compact-sm" variant="default">
                      Remind 21
                    </Button>
                  ),
                },
                {
                  id: '3',
                  state: 'unknown',
                  label: 'Leaving reasons are known',
                  detail: 'The people file has no such column',
                },
              ]}
            />
          </Card>
        </div>
      </Section>

      <Section title="Progress" bare>
        <div className={classes.two}>
          <Card>
            <div className={classes.meters}>
              <Meter share={0.72} label="Onboarding time" expected={0.6} tone="good" />
              <Meter share={0.31} label="Hiring" expected={0.6} tone="warn" />
              <Meter share={0.06} label="Churn" expected={0.6} tone="bad" />
              <Meter share={null} label="Not measured" />
            </div>
          </Card>
          <LongWork
            title="Importing people-150k.csv"
            state="running"
            done={61_250}
            all={150_000}
            step="Reading managers"
            onStop={() => {}}
          />
        </div>
      </Section>

      <Section title="Files" bare>
        <Upload
          label="People file"
          hint="CSV, up to 200 MB"
          accept={['.csv', '.gz']}
          maxBytes={200_000_000}
          file={file}
          onFile={setFile}
        />
      </Section>

      <Section title="Versions">
        <Diff
          changes={[
            {
              id: 'a',
              label: 'Check-in cadence',
              kind: 'changed',
              before: 'Every month, with an agenda from the manager',
              after: 'Every two weeks, with an agenda from both',
            },
            { id: 'b', label: 'Objective', kind: 'added', after: 'Every new manager is trained before their wave' },
            { id: 'c', label: 'Metric L7', kind: 'removed', before: 'Message load, at most 4 a month' },
          ]}
        />
      </Section>

      <Section title="Newer in the library">
        <Newer
          made={{ began: 1, now: 2 }}
          ours={[{ id: 'subject', label: 'Subject', words: 'We begin on Monday' }]}
          theirs={[{ id: 'subject', label: 'Subject', words: 'On Monday we begin together' }]}
          language="en"
          about="English"
          onTake={() => () => {}}
          onKeep={() => {}}
        />
      </Section>

      <Section title="Facts">
        <Facts
          facts={[
            { label: 'Manager', value: <Person person={{ id: '2', name: names[2]!, title: 'People Partner' }} link /> },
            { label: 'Since', value: <When on="2024-03-01" style="short" /> },
            { label: 'Department', value: 'Engineering' },
          ]}
        />
      </Section>

      <Section title="Reading" bare>
        <MarkdownView
          text={
            '# A letter\n\nDear {{first_name}},\n\nfrom **Monday** you will hold a short check-in every two weeks. It takes *ten minutes*.\n\n- What went well?\n- What is in the way?\n\n> Nobody but the two of you reads the notes.\n\nMore in [the guide](/guide). <script>alert(1)</script>'
          }
        />
      </Section>

      <Section title="States" bare>
        <div className={classes.two}>
          <Card padding={false}>
            <Empty
              icon={<IconTarget size={22} stroke={1.6} />}
              title="No goals yet"
              action={<Button>Set the first goal</Button>}
            >
              A goal says what you want to reach and how you will know. For example: “Half as many open tickets by
              June”.
            </Empty>
          </Card>
          <Card padding={false}>
            <ProblemNote error={new ApiProblem('internal', 500, '', {}, 'r-4711')} retry={() => {}} />
          </Card>
          <Card padding={false}>
            <RowsSkeleton rows={3} />
          </Card>
          <StatsSkeleton count={2} />
        </div>
        <div className={classes.notes}>
          <Note title="Wave 2 starts on Monday">
            Everyone in it gets the sponsor’s letter at 9:00 in their own time.
          </Note>
          <Note
            tone="warn"
            action={
              <Button variant="default" size="compact-sm">
                Fix
              </Button>
            }
          >
            Two managers have no reports.
          </Note>
          <Note tone="good">Everything is ready.</Note>
          <Note tone="accent">You are looking at a draft.</Note>
          <ProblemNote small error={new ApiProblem('conflict', 409, '')} retry={() => {}} />
        </div>
      </Section>

      <Group mt="xl" gap="xs">
        <Button variant="default" onClick={() => setAsking(true)}>
          Ask
        </Button>
        <Button variant="default" onClick={() => setPanel(true)}>
          Open panel
        </Button>
        <Button
          variant="default"
          onClick={() => toast({ message: 'The message could not be sent. It is kept as a draft.', tone: 'bad' })}
        >
          Refuse
        </Button>
      </Group>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title="End 61 employments?"
        confirm="End 61 employments"
        danger
        onConfirm={() => setAsking(false)}
        type={{ label: 'Type 61 to confirm', expected: '61' }}
      >
        These people are not in the file. Their sign-in ends today; their history stays.
      </ConfirmDialog>
      {panel ? (
        <div onKeyDown={() => {}}>
          <SidePanel
            title="Halve the number of open tickets"
            kind="Goal"
            back="/_ui"
            action={
              <Button size="compact-sm" variant="default" onClick={() => setPanel(false)}>
                Close
              </Button>
            }
            footer={
              <>
                <Button variant="default">Cancel</Button>
                <Button>Save</Button>
              </>
            }
          >
            <Facts
              facts={[
                { label: 'Owner', value: <Person person={{ id: '1', name: names[1]! }} size={24} /> },
                { label: 'Progress', value: <Meter share={0.42} label="Progress" expected={0.6} /> },
                { label: 'Due', value: <When on="2026-12-18" /> },
              ]}
            />
          </SidePanel>
        </div>
      ) : null}
    </Page>
  )
}
